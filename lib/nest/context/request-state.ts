import type { ExecutionContext } from '@nestjs/common';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagScope } from '../../manager/scope/flag-scope.js';
import { ContextScope } from './context-scope.js';
import { HandlerCall } from './handler-call.js';
import type { FlagRequest } from './request-of.js';
import { requestKeyOf } from './request-key.js';

/** The state that all evaluations of one handler share. Each part is created on first use, because most requests need none. */
export class HandlerState {
  #scope: ContextScope | undefined;
  #call: HandlerCall | undefined;
  /** The last context that a handler of this request has waited for; GraphQL calls many handlers per request. */
  awaited: FlagContext | undefined;
  /** Whether a synchronous evaluation has called an asynchronous resolver that has not settled yet. */
  isResolving = false;

  constructor(scope?: ContextScope, call?: HandlerCall) {
    this.#scope = scope;
    this.#call = call;
  }

  get scope(): ContextScope {
    return (this.#scope ??= new ContextScope());
  }

  get call(): HandlerCall {
    return (this.#call ??= new HandlerCall());
  }
}

/**
 * The scope of a request, with its current handler. Express calls several handlers for one request if a route passes it
 * on, as a dark route does; each handler starts with a new state, because its guards may authenticate another user.
 */
export class RequestState implements FlagScope {
  #current: HandlerState | undefined;
  #route: unknown;
  #execution: ExecutionContext | undefined;
  readonly #contextOf: (state: RequestState) => FlagContext;

  /** @param execution the call, if the state belongs to one call */
  constructor(
    readonly request: FlagRequest,
    contextOf: (state: RequestState) => FlagContext,
    current?: HandlerState,
    execution?: ExecutionContext,
  ) {
    this.#contextOf = contextOf;
    this.#current = current;
    this.#execution = execution;
  }

  /**
   * The call of the current handler; `undefined` before the first guard or interceptor that evaluates a flag, and for a
   * GraphQL request, which calls many handlers concurrently.
   */
  get execution(): ExecutionContext | undefined {
    return this.#execution;
  }

  /** Returns the context for services, which cannot wait for it. */
  context(): FlagContext {
    return this.#contextOf(this);
  }

  get requestState(): this {
    return this;
  }

  /** Whether this is the state of a request, which Fastify wraps in several objects. */
  isOf(request: FlagRequest): boolean {
    return this.request === request || requestKeyOf(this.request) === requestKeyOf(request);
  }

  /** @param execution the call over HTTP; absent in services, which do not know it */
  current(execution?: ExecutionContext): HandlerState {
    this.enter(execution);
    return (this.#current ??= new HandlerState());
  }

  /** Records the call of the current handler. If the handler differs from the last one, the state is reset. */
  enter(execution: ExecutionContext | undefined): void {
    // Express sets it whenever it enters a route, so that a change is also detected in services.
    const { route } = this.request as { readonly route?: unknown };
    if (isOther(this.#route, route) || (execution !== undefined && this.#isOtherHandler(execution))) {
      this.#current = undefined;
      this.#execution = undefined;
    }
    this.#route = route ?? this.#route;
    this.#execution = execution ?? this.#execution;
  }

  #isOtherHandler(execution: ExecutionContext): boolean {
    return this.#execution !== undefined && this.#execution.getHandler() !== execution.getHandler();
  }
}

function isOther(known: unknown, now: unknown): boolean {
  return known !== undefined && now !== undefined && known !== now;
}
