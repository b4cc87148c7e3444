import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpServer } from '@nestjs/common';
import type { FlagScopes } from '../../manager/scope/flag-scopes.js';
import type { RequestOverrides } from './request-overrides.js';

type Next = () => void;
type Raw<T> = { readonly raw: T };

interface FastifyLike {
  addHook(
    name: 'preHandler',
    hook: (request: Raw<IncomingMessage>, reply: Raw<ServerResponse>, done: Next) => void,
  ): unknown;
}

/**
 * Handles each request in a scope that forces the flags of its token. It is mounted like, and before, the hook that
 * makes requests ambient; see `mountRequestHook`.
 */
export function mountRequestOverrides(adapter: HttpServer, overrides: RequestOverrides, scopes: FlagScopes): void {
  const enter = (request: IncomingMessage, response: ServerResponse, next: Next) => {
    const forced = overrides.forcedBy(request, response);
    if (forced === undefined) next();
    else scopes.run({ forced }, next);
  };
  if (adapter.getType() === 'fastify') {
    const fastify: FastifyLike = adapter.getInstance();
    fastify.addHook('preHandler', (request, reply, done) => enter(request.raw, reply.raw, done));
  } else {
    adapter.use(enter);
  }
}
