import type { FlagContext } from '../../engine/flag-context.js';
import { ContextScope } from './context-scope.js';
import { HandlerCall } from './handler-call.js';
import type { FlagRequest } from './request-of.js';

/** What the questions of one handler share. */
export interface HandlerState {
  readonly scope: ContextScope;
  readonly call: HandlerCall;
  /** What the last handler of this request was given that had to wait for it; GraphQL calls many. */
  lent: FlagContext | undefined;
  /** Whether a question that could not wait has called an asynchronous resolver, which has not answered. */
  isAsking: boolean;
}

/**
 * A request and the handler that it is in. Express calls several handlers for one request when a route hands it on, such
 * as a dark one; each starts with a state of its own, because its guards may sign another user in.
 */
export class RequestState {
  #current: HandlerState;
  #route: unknown;
  #handler: unknown;

  constructor(
    readonly request: FlagRequest,
    scope = new ContextScope(),
    call = new HandlerCall(),
  ) {
    this.#current = stateOf(scope, call);
  }

  /** @param handler the method that is called over HTTP. @default unknown, as in services */
  current(handler?: unknown): HandlerState {
    // Express sets it whenever it enters a route, so that services, which know no handler, notice it as well.
    const { route } = this.request as { readonly route?: unknown };
    if (isOther(this.#route, route) || isOther(this.#handler, handler)) {
      this.#current = stateOf(new ContextScope(), new HandlerCall());
      this.#handler = undefined;
    }
    this.#route = route ?? this.#route;
    this.#handler = handler ?? this.#handler;
    return this.#current;
  }
}

function stateOf(scope: ContextScope, call: HandlerCall): HandlerState {
  return { scope, call, lent: undefined, isAsking: false };
}

function isOther(known: unknown, now: unknown): boolean {
  return known !== undefined && now !== undefined && known !== now;
}
