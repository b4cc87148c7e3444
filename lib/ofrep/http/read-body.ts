import type { IncomingMessage } from 'node:http';
import { isPlainObject } from '../../internal/options/plain-entries.js';
import { assertDepth } from '../caller/context-depth.js';
import { OfrepRequestError } from '../ofrep-request.error.js';
import { rawRequestOf, type OfrepRequest } from './ofrep-request.js';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Reads the JSON object in the body of a request, whichever body parsers the application uses.
 *
 * @param limit the size of the largest body, in bytes
 * @throws {OfrepRequestError} if it has another type, is too large, or is no JSON object
 */
export async function readBody(request: OfrepRequest, limit: number): Promise<Readonly<Record<string, unknown>>> {
  const raw = rawRequestOf(request);
  const { 'content-type': type = '', 'content-length': length, 'content-encoding': encoding } = raw.headers;
  if (!JSON_TYPE.test(type)) throw new OfrepRequestError(415, 'PARSE_ERROR', 'The body must be application/json.');
  if (Number(length) > limit) throw tooLarge(limit);
  const isMeasured = length !== undefined && encoding === undefined;
  const body = request.body === undefined ? await readText(raw, limit) : request.body;
  const data = typeof body === 'string' || Buffer.isBuffer(body) ? parsed(body, limit) : body;
  if (!isPlainObject(data)) throw new OfrepRequestError(400, 'PARSE_ERROR', 'The body must be a JSON object.');
  if (!isMeasured && data === request.body) assertSize(data, limit);
  return data;
}

/** Measures what a parser has read; deep data, which could exhaust the stack, is rejected first. */
function assertSize(data: object, limit: number): void {
  assertDepth(data, 1);
  if (Buffer.byteLength(JSON.stringify(data)) > limit) throw tooLarge(limit);
}

/** Reads a body that no parser has read. */
async function readText(raw: IncomingMessage, limit: number): Promise<string> {
  if (raw.readableEnded) return '';
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of raw as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(chunk as Buffer);
    size += bytes.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(body: string | Buffer, limit: number): unknown {
  if (Buffer.byteLength(body) > limit) throw tooLarge(limit);
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new OfrepRequestError(400, 'PARSE_ERROR', 'The body is not valid JSON.');
  }
}

function tooLarge(limit: number): OfrepRequestError {
  return new OfrepRequestError(413, 'PARSE_ERROR', `The body must have at most ${limit} bytes.`);
}
