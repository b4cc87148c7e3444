import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpServer } from '@nestjs/common';
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
 * before it knows the route, with the application's own filters. On Fastify, the limit of bodies is set as well. Call it
 * before the routes are registered.
 *
 * @returns a function to be called after the routes are registered
 */
export function mountParseErrors(adapter: HttpServer, path: string, bodyLimit: number): () => void {
  if (adapter.getType() === 'fastify') {
    const fastify: FastifyLike = adapter.getInstance();
    fastify.addHook('onRoute', (route) => {
      if (keyInPath(route.url, path) === undefined) return;
      route.bodyLimit = bodyLimit;
      route.errorHandler = (error, request, reply) =>
        sendReply(reply, parseErrorReply(error, keyInPath(request.url, path)));
    });
    return () => {};
  }
  const express: ExpressLike = adapter.getInstance();
  return () => {
    express.use((error, request, response, next) => {
      const key = keyInPath(request.originalUrl, path);
      if (key === undefined || request.method !== 'POST') next(error);
      else sendReply(response, parseErrorReply(error, key));
    });
  };
}

function parseErrorReply(error: unknown, key: string | null | undefined): { status: number; body: string } {
  const status = statusOf(error);
  const known = { 413: 'The body is too large.', 415: 'The body must be application/json.' };
  const errorDetails =
    status >= 500 ? 'Internal Server Error' : (known[status as 413] ?? 'The body is not valid JSON.');
  const errorCode = status >= 500 ? 'GENERAL' : 'PARSE_ERROR';
  const answer = { errorCode, errorDetails };
  return { status, body: JSON.stringify(typeof key === 'string' ? { key, ...answer } : answer) };
}

/** The status of an error of a parser: 400 to 499, else 500. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  const { statusCode, status = statusCode } = error as { readonly status?: unknown; readonly statusCode?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
