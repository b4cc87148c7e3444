import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FlagRequest } from '../../nest/context/request-of.js';

/** The request of Express or Fastify, as far as it is read. */
export type OfrepRequest = FlagRequest & {
  readonly body?: unknown;
  readonly params?: { readonly key?: unknown };
  readonly ip?: unknown;
  readonly url?: string;
  /** The URL before a router has removed the beginning of it. */
  readonly originalUrl?: string;
  readonly raw?: IncomingMessage;
};

/** The reply of Fastify, as far as it is used. */
export interface FastifyReply {
  readonly raw: ServerResponse;
  code(status: number): FastifyReply;
  header(name: string, value: string): FastifyReply;
  getHeaders(): NodeJS.Dict<number | string | string[]>;
  hijack(): unknown;
  send(body?: string): unknown;
}

/** The response of Express, or the reply of Fastify. */
export type OfrepResponse = ServerResponse | FastifyReply;

/** The request of Node.js behind that of a framework. */
export function rawRequestOf(request: OfrepRequest): IncomingMessage {
  return request.raw ?? (request as unknown as IncomingMessage); // that of Express extends it
}

export function isFastifyReply(response: OfrepResponse): response is FastifyReply {
  return 'hijack' in response;
}
