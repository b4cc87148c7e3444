import { AsyncLocalStorage } from 'node:async_hooks';
import type { ExecutionContext } from '@nestjs/common';
import { ANONYMOUS, FAILED_CONTEXT, type FlagContext } from '../../engine/flag-context.js';
import { isPromise } from '../../internal/is-promise.js';
import { messageOf } from '../../internal/message-of.js';
import { assertCallback, assertExecution, assertPhase, assertRequest } from './call-arguments.js';
import type { CallPhase } from './call-phase.js';
import { ContextResolution, type FlagContextsOptions } from './context-resolution.js';
import { ContextScope } from './context-scope.js';
import type { FlagContextResolver } from './flag-context.resolver.js';
import { HandlerCall } from './handler-call.js';
import { requestOf, type FlagRequest } from './request-of.js';
import { callKeyOf, requestKeyOf, scopeKeyOf } from './request-key.js';
import { HandlerState, RequestState } from './request-state.js';

/**
 * Resolves the contexts of calls. While guards run, the context is resolved for each evaluation unless the resolver has
 * a `cacheKey`, because the next guard may authenticate another user. The first interceptor or parameter that needs the
 * context fixes it for the call, also for services; in a handler without either, services resolve it for each evaluation.
 * If a request is passed on to another handler, its context is resolved again.
 */
export class FlagContexts {
  #requests = new AsyncLocalStorage<RequestState>();
  /** The states of HTTP requests that have no async context. */
  readonly #states = new WeakMap<object, RequestState>();
  readonly #scopes = new WeakMap<object, ContextScope>();
  readonly #calls = new WeakMap<object, HandlerCall>();
  readonly #resolution: ContextResolution;

  constructor(resolver: FlagContextResolver, options: FlagContextsOptions) {
    this.#resolution = new ContextResolution(resolver, options);
  }

  /**
   * Runs `work` with a request as the ambient one: {@link FlagContexts.ambient} finds it in everything that `work`
   * calls or starts.
   */
  run<T>(request: FlagRequest, work: () => T): T {
    assertRequest(request, 'The request of FlagContexts.run');
    assertCallback(work, 'The work of FlagContexts.run');
    return this.#requests.run(new RequestState(request), work);
  }

  /**
   * Runs `work` within one call of a handler, so that services use the context that {@link FlagContexts.of} has fixed
   * for it.
   */
  runHandler<T>(execution: ExecutionContext, work: () => T): T {
    assertExecution(execution, 'The execution of FlagContexts.runHandler');
    assertCallback(work, 'The work of FlagContexts.runHandler');
    const request = requestOf(execution);
    if (request === undefined) return work();
    const call = this.#callOf(execution, request, 'interceptor');
    if (this.#requests.getStore()?.current().call === call) return work();
    const state = new HandlerState(this.#scopeOf(execution, request), call);
    return this.#requests.run(new RequestState(request, state), work);
  }

  /** Releases the async context of all requests. Until then, it makes every promise of the process slightly slower. */
  close(): void {
    this.#requests.disable();
    this.#requests = new AsyncLocalStorage(); // from Node 24 on, disable() does not reach work that is already running
  }

  /** Whether the current code runs within {@link FlagContexts.run}. */
  get isRunning(): boolean {
    return this.#requests.getStore() !== undefined;
  }

  /**
   * Returns the context of a call; a promise only if the resolver returns one. In guards it is resolved each time, or
   * cached by the resolver's `cacheKey`; from interceptors on, the first context that has a user or has failed is fixed
   * for the call.
   *
   * @param phase the part of the call that evaluates the flag. @default 'guard'
   * @throws {ContextFailedError} (`CONTEXT_FAILED`) when the resolver fails and `onContextError` is `throw`
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when an argument has a wrong type
   */
  of(execution: ExecutionContext, phase: CallPhase = 'guard'): FlagContext | Promise<FlagContext> {
    assertExecution(execution, 'The execution of FlagContexts.of');
    assertPhase(phase, 'The phase of FlagContexts.of');
    const request = requestOf(execution);
    if (request === undefined) return ANONYMOUS;
    if (phase === 'guard') return this.#resolve(execution, request); // without a closure, so that gates allocate nothing
    return this.#fixed(execution, request, phase);
  }

  #resolve(execution: ExecutionContext, request: FlagRequest): FlagContext | Promise<FlagContext> {
    if (this.#resolution.isCached) return this.#scopeOf(execution, request).resolve(request, this.#resolution);
    this.#runningState(execution, request)?.enter(handlerOf(execution));
    return this.#resolution.resolve(request);
  }

  /** The context that interceptors, parameters and the handler of one call share. */
  #fixed(
    execution: ExecutionContext,
    request: FlagRequest,
    phase: Exclude<CallPhase, 'guard'>,
  ): FlagContext | Promise<FlagContext> {
    const call = this.#callOf(execution, request, phase);
    const context = call.resolve(() => this.#resolve(execution, request));
    const running = this.#requests.getStore();
    if (!isPromise(context) || running === undefined) return context;
    const state = running.current();
    if (state.call === call) return context;
    return context.then((resolved) => {
      if (isSame(running.request, request)) state.awaited = resolved;
      return resolved;
    });
  }

  /**
   * Returns the context of the current request; `undefined` outside requests. If it cannot be resolved, or not
   * synchronously, the result is a failed context (see {@link isFailedContext}). Never throws.
   */
  ambient(): FlagContext | undefined {
    const running = this.#requests.getStore();
    if (running === undefined) return undefined;
    const state = running.current();
    return state.call.fixed ?? state.awaited ?? this.#withoutWaiting(running.request, state);
  }

  /**
   * Returns the context of a call of a gated method: the one that it was given, else that of the current request;
   * `undefined` outside requests. If there is a request that cannot be accessed, its context counts as failed, because it
   * may have a user.
   *
   * @param given the result of the gate's `context` option
   * @param isHandler whether Nest calls the method to answer a request or message
   */
  ofMethod(given: unknown, place: string, isHandler: () => boolean): FlagContext | undefined {
    assertCallback(isHandler, 'The isHandler of FlagContexts.ofMethod');
    if (given !== undefined) return this.#resolution.passed(given, place);
    const ambient = this.ambient();
    if (ambient !== undefined) return ambient;
    if (!this.#resolution.entersRequests) return this.#resolution.unsettled(`${place} ${UNSEEN_USER} ${NAME_USER}`);
    return isHandler() ? this.#resolution.unsettled(`${place} ${NOT_INTERCEPTED} ${NAME_USER}`) : undefined;
  }

  #withoutWaiting(request: FlagRequest, state: HandlerState): FlagContext {
    if (state.isResolving) return this.#resolution.unsettled(TOO_EARLY);
    try {
      const context = state.scope.resolve(request, this.#resolution);
      if (!isPromise(context)) return context;
      state.isResolving = true;
      const answered = () => void (state.isResolving = false);
      context.then(answered, answered);
      return this.#resolution.unsettled(TOO_EARLY);
    } catch (error) {
      this.#resolution.report(messageOf(error));
      return FAILED_CONTEXT;
    }
  }

  #scopeOf(execution: ExecutionContext, request: FlagRequest): ContextScope {
    const running = this.#runningState(execution, request);
    if (running !== undefined) return running.current(handlerOf(execution)).scope;
    if (execution.getType() === 'http') return this.#stateOf(execution, request).scope;
    return getOrCreate(this.#scopes, scopeKeyOf(execution, request), () => new ContextScope());
  }

  /** The state that {@link FlagContexts.run} has created for this request. */
  #runningState(execution: ExecutionContext, request: FlagRequest): RequestState | undefined {
    const running = this.#requests.getStore();
    if (running === undefined || isSame(running.request, request)) return running;
    if (execution.getType() === 'http') this.#resolution.report(LOST_CONTEXT);
    return undefined;
  }

  #callOf(execution: ExecutionContext, request: FlagRequest, phase: CallPhase): HandlerCall {
    const type = execution.getType<'graphql' | 'http' | 'rpc' | 'ws'>();
    const running = this.#requests.getStore();
    // Parameters have separate arguments, so on a socket only the async context identifies their message.
    const isAmbient = type === 'http' || (type !== 'graphql' && phase === 'parameter');
    if (isAmbient && running !== undefined && isSame(running.request, request)) {
      return running.current(handlerOf(execution)).call;
    }
    if (type === 'http') return this.#stateOf(execution, request).call;
    return getOrCreate(this.#calls, callKeyOf(execution, request), () => new HandlerCall());
  }

  #stateOf(execution: ExecutionContext, request: FlagRequest): HandlerState {
    const state = getOrCreate(this.#states, requestKeyOf(request), () => new RequestState(request));
    return state.current(handlerOf(execution));
  }
}

const TOO_EARLY =
  'A service evaluated a flag before the asynchronous FlagContextResolver of its request had settled. Pass the context ' +
  'from "await contexts.of(execution)", or declare a "cacheKey"';

const UNSEEN_USER = 'has a gate that cannot access the user, because "ambientContext" is false.';

const NOT_INTERCEPTED = 'has a gate that cannot access the user. Bind FlagContextInterceptor to the class.';

const NAME_USER = 'Set the "context" option of the decorator (return {} for an anonymous user), or use a FlagGuard';

const LOST_CONTEXT =
  'A middleware has resumed a request in the async context of another request, so services evaluate flags for the user of ' +
  'that other request. Register it with app.use() before the application starts, or bind its callback with AsyncResource.';

/**
 * The handler of an HTTP call, because one request may reach several handlers in turn. `undefined` for GraphQL, which
 * calls many concurrently.
 */
function handlerOf(execution: ExecutionContext): unknown {
  return execution.getType() === 'http' ? execution.getHandler() : undefined;
}

function isSame(one: FlagRequest, other: FlagRequest): boolean {
  return one === other || requestKeyOf(one) === requestKeyOf(other);
}

function getOrCreate<T extends object>(map: WeakMap<object, T>, key: object, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
