import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { HttpServer } from '@nestjs/common';
import type { OfrepServer } from '../ofrep.server.js';
import { sendReply } from './ofrep-reply.js';
import type { FastifyReply, OfrepRequest } from './ofrep-request.js';
import { keyInPath } from './ofrep-paths.js';

type ExpressRequest = IncomingMessage & { readonly originalUrl: string };
type Next = (error: unknown) => void;

interface ExpressLike {
  use(handler: (error: unknown, request: ExpressRequest, response: ServerResponse, next: Next) => void): unknown;
}

interface FastifyRoute {
  readonly url: string;
  bodyLimit?: number;
  errorHandler?: (error: unknown, request: OfrepRequest & { readonly url: string }, reply: FastifyReply) => void;
}

interface FastifyLike {
  addHook(name: 'onRoute', hook: (route: FastifyRoute) => void): unknown;
}

/**
 * Answers requests whose body or path the framework cannot parse in the form of the protocol: Nest handles these errors
 * before it knows the route, with the application's own filters. Errors of middleware and hooks are answered as well; on
 * Express, only those of POST requests. On Fastify, the limit of bodies is set as well, and a malformed path cannot be answered here: the router rejects it
 * before any hook. Call it before the routes are registered.
 *
 * @returns a function to be called after the routes are registered
 */
export function mountParseErrors(
  adapter: HttpServer,
  path: string,
  server: Pick<OfrepServer, 'bodyLimit' | 'reportError'>,
): () => void {
  const replyTo = (error: unknown, key: string | null | undefined) => {
    const reply = parseErrorReply(error, key);
    if (reply.status >= 500) server.reportError(error);
    return reply;
  };
  if (adapter.getType() === 'fastify') {
    const fastify: FastifyLike = adapter.getInstance();
    fastify.addHook('onRoute', (route) => {
      if (keyInPath(route.url, path) === undefined) return;
      // Another registration may serve the route; each checks its own limit when it reads a body.
      route.bodyLimit = Math.max(route.bodyLimit ?? 0, server.bodyLimit);
      route.errorHandler = (error, request, reply) => sendReply(reply, replyTo(error, keyInPath(request.url, path)));
    });
    return () => {};
  }
  const express: ExpressLike = adapter.getInstance();
  return () => {
    express.use((error, request, response, next) => {
      const key = keyInPath(request.originalUrl, path);
      if (key === undefined || request.method !== 'POST') next(error);
      else sendReply(response, replyTo(error, key));
    });
  };
}

function parseErrorReply(error: unknown, key: string | null | undefined): { status: number; body: string } {
  const status = statusOf(error);
  const ofParser = PARSE_ERRORS.get(status);
  const errorDetails = ofParser ?? STATUS_CODES[status] ?? 'The request was rejected.';
  const errorCode = ofParser === undefined ? 'GENERAL' : 'PARSE_ERROR';
  const answer = { errorCode, errorDetails };
  return { status, body: JSON.stringify(typeof key === 'string' ? { key, ...answer } : answer) };
}

const PARSE_ERRORS: ReadonlyMap<number, string> = new Map([
  [400, 'The path is malformed, or the body is not valid JSON.'],
  [413, 'The body is too large.'],
  [415, 'The body must be application/json.'],
]);

/** The status of an error: 400 to 499, else 500. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  const { statusCode, status = statusCode } = error as { readonly status?: unknown; readonly statusCode?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
