import type { ServerResponse } from 'node:http';
import { makePrivate } from '../../nest/http/private-response.js';
import { isFastifyReply, type OfrepResponse } from './ofrep-request.js';

/** The status, headers and body of an answer. */
export interface OfrepReply {
  readonly status: number;
  /** JSON text; absent if the answer has no body. */
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Sends an answer by itself, because interceptors of the application may change what a handler returns. Headers that were
 * set before, such as those for CORS, are kept.
 */
export function sendReply(response: OfrepResponse, { status, body, headers = {} }: OfrepReply): void {
  const all = Object.entries(body === undefined ? headers : { 'Content-Type': JSON_TYPE, ...headers });
  if (isFastifyReply(response)) {
    if (response.raw.headersSent) return void response.raw.end();
    keepPrivate(response.raw);
    for (const [name, value] of all) response.header(name, value);
    response.code(status).send(body ?? '');
    return;
  }
  if (response.headersSent) return void response.end();
  keepPrivate(response);
  for (const [name, value] of all) response.setHeader(name, value);
  response.statusCode = status;
  if (body === undefined) return void response.end();
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Keeps an answer out of all caches, and lets scripts of other origins read the headers that clients need.
 *
 * @param cacheControl @default 'private, no-store'
 */
export function keepPrivate(response: ServerResponse, cacheControl?: string): void {
  makePrivate(response, () => {
    if (cacheControl !== undefined) response.setHeader('Cache-Control', cacheControl);
    addTo(response, 'Vary', 'Authorization', 'Cookie', 'X-API-Key');
    addTo(response, 'Access-Control-Expose-Headers', 'ETag', 'Retry-After');
  });
}

/** Adds values to a header that lists them. */
function addTo(response: ServerResponse, header: string, ...values: readonly string[]): void {
  const given = [response.getHeader(header) ?? []].flat().join(',');
  const all = [
    ...given
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    ...values,
  ];
  const unique = new Map(all.map((each) => [each.toLowerCase(), each]));
  response.setHeader(header, unique.has('*') && header === 'Vary' ? '*' : [...unique.values()].join(', '));
}
