import type { FlagContext } from '../../engine/flag-context.js';
import { ContextScope } from './context-scope.js';
import { HandlerCall } from './handler-call.js';
import type { FlagRequest } from './request-of.js';

/** The state that all evaluations of one handler share. */
export interface HandlerState {
  readonly scope: ContextScope;
  readonly call: HandlerCall;
  /** The last context that a handler of this request has waited for; GraphQL calls many handlers per request. */
  awaited: FlagContext | undefined;
  /** Whether a synchronous evaluation has called an asynchronous resolver that has not settled yet. */
  isResolving: boolean;
}

/**
 * A request and its current handler. Express calls several handlers for one request if a route passes it on, as a dark
 * route does; each handler starts with a new state, because its guards may authenticate another user.
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

  /** @param handler the method that is called over HTTP; absent in services, which do not know it */
  current(handler?: unknown): HandlerState {
    // Express sets it whenever it enters a route, so that a change is also detected in services.
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
  return { scope, call, awaited: undefined, isResolving: false };
}

function isOther(known: unknown, now: unknown): boolean {
  return known !== undefined && now !== undefined && known !== now;
}
