import type { ExecutionContext } from '@nestjs/common';
import type { FlagContext } from '../../engine/flag-context.js';
import type { TopicLogger } from '../../manager/topic-logger.js';
import { FlagContextResolver } from '../context/flag-context.resolver.js';
import type { FlagRequest } from '../context/request-of.js';
import { RequestUserResolver } from '../context/request-user.resolver.js';
import { hasVisitor, visitorIdOf } from './visitor-ids.js';

/** The default resolver with the id of the visitor as `sessionId`; see the option `visitorSessions`. */
export class VisitorSessionResolver extends FlagContextResolver {
  readonly #users = new RequestUserResolver();
  readonly #logger: TopicLogger;
  #hasReported = false;

  constructor(logger: TopicLogger) {
    super();
    this.#logger = logger;
  }

  resolve(request: FlagRequest, execution?: ExecutionContext): FlagContext {
    const { userId, userAttributes } = this.#users.resolve(request, execution);
    if (!this.#hasReported && !hasVisitor(request) && isHttp(request)) this.#report();
    return { userId, sessionId: visitorIdOf(request), userAttributes };
  }

  #report(): void {
    this.#hasReported = true;
    this.#logger.warn(
      'A request has no visitor, because the middleware visitorCookie() has not run: register it with app.use() before ' +
        'the application starts, or remove the option "visitorSessions". This is logged once.',
    );
  }
}

/** Whether it is a request of Express or Fastify, not a socket or a message. */
function isHttp(request: FlagRequest): boolean {
  return 'headers' in request && 'method' in request;
}
