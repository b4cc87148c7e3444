import type { HttpServer } from '@nestjs/common';
import { testHooks, type TestHooks } from '../../manager/scope/test-hooks.js';
import type { FlagContexts } from './flag-contexts.js';
import type { FlagRequest } from './request-of.js';

type Next = () => void;

interface FastifyLike {
  addHook(name: 'preHandler', hook: (request: FlagRequest, reply: unknown, done: Next) => void): unknown;
}

/**
 * Makes each request ambient for everything that handles it (unless `contexts` is absent), after `beforeRequest` has
 * completed. Supports Express and Fastify.
 *
 * The hook runs after the body has been read, because socket events may lose an earlier async context: on Fastify as a
 * `preHandler` hook, on Express as a middleware after the body parser.
 *
 * @param beforeRequest absent if there is nothing to wait for
 */
export function mountRequestHook(
  adapter: HttpServer,
  contexts: FlagContexts | undefined,
  beforeRequest: ((request: FlagRequest) => Promise<void> | undefined) | undefined,
): void {
  const proceed = (request: FlagRequest, next: Next) => {
    if (contexts === undefined) next();
    else contexts.run(request, next);
  };
  const prepared = beforeRequest === undefined ? proceed : afterwards(beforeRequest, proceed);
  const tests = testHooks();
  const enter = tests === undefined ? prepared : inScopeOfTest(tests, prepared);
  if (adapter.getType() === 'fastify') {
    const fastify: FastifyLike = adapter.getInstance();
    fastify.addHook('preHandler', (request, _reply, done) => enter(request, done));
  } else {
    adapter.use((request: FlagRequest, _response: unknown, next: Next) => enter(request, next));
  }
}

function afterwards(
  beforeRequest: (request: FlagRequest) => Promise<void> | undefined,
  proceed: (request: FlagRequest, next: Next) => void,
) {
  return (request: FlagRequest, next: Next) => {
    const waiting = beforeRequest(request);
    if (waiting === undefined) proceed(request, next);
    else void waiting.then(() => proceed(request, next));
  };
}

/** The body may have been read in another async context than that of the test which has sent the request. */
function inScopeOfTest(tests: TestHooks, enter: (request: FlagRequest, next: Next) => void) {
  return (request: FlagRequest, next: Next) => tests.runRequest(request, () => enter(request, next));
}
