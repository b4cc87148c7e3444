import type { HttpServer } from '@nestjs/common';
import type { FlagContexts } from './flag-contexts.js';
import type { FlagRequest } from './request-of.js';

type Next = () => void;

interface FastifyLike {
  addHook(name: 'preHandler', hook: (request: FlagRequest, reply: unknown, done: Next) => void): unknown;
}

/**
 * Makes each request known to everything that answers it (unless `contexts` is absent), once `beforeRequest` is done; on
 * Express and Fastify alike.
 *
 * It comes after the body is read, by events of the socket that need not keep an earlier context: on Fastify as a
 * `preHandler` hook, on Express as a middleware behind the body parser.
 */
export function mountRequestHook(
  adapter: HttpServer,
  contexts: FlagContexts | undefined,
  beforeRequest: (request: FlagRequest) => Promise<void> | undefined,
): void {
  const proceed = (request: FlagRequest, next: Next) => {
    if (contexts === undefined) next();
    else contexts.run(request, next);
  };
  const enter = (request: FlagRequest, next: Next) => {
    const waiting = beforeRequest(request);
    if (waiting === undefined) proceed(request, next);
    else void waiting.then(() => proceed(request, next));
  };
  if (adapter.getType() === 'fastify') {
    const fastify: FastifyLike = adapter.getInstance();
    fastify.addHook('preHandler', (request, _reply, done) => enter(request, done));
  } else {
    adapter.use((request: FlagRequest, _response: unknown, next: Next) => enter(request, next));
  }
}
