import type { ExecutionContext } from '@nestjs/common';
import { ANONYMOUS, FAILED_CONTEXT, type FlagContext } from '../../engine/flag-context.js';
import { isPromise } from '../../internal/is-promise.js';
import { messageOf } from '../../internal/message-of.js';
import { FlagScopes } from '../../manager/scope/flag-scopes.js';
import { keptScope } from '../../manager/scope/kept-scope.js';
import type { ExternalFlags } from '../../manager/external/external-flags.js';
import { assertCallback, assertExecution, assertPhase, assertRequest } from './call-arguments.js';
import type { CallPhase } from './call-phase.js';
import { CallStates, httpCall } from './call-states.js';
import { ContextResolution, type MethodResolver } from './context-resolution.js';
import type { FlagContextsOptions } from './flag-contexts.options.js';
import type { FlagContextResolver } from './flag-context.resolver.js';
import { requestOf, type FlagRequest } from './request-of.js';
import { scopeKeyOf } from './request-key.js';
import { HandlerState, RequestState } from './request-state.js';
import { NOT_INTERCEPTED, TOO_EARLY, UNSEEN_USER } from './unsettled-context.js';

/**
 * Resolves the contexts of calls. While guards run, the context is resolved for each evaluation unless the resolver has
 * a `cacheKey`, because the next guard may authenticate another user. The first interceptor or parameter that needs the
 * context fixes it for the call, also for services; in a handler without either, services resolve it for each evaluation.
 * If a request is passed on to another handler, its context is resolved again.
 */
export class FlagContexts {
  readonly #scopes: FlagScopes;
  readonly #states: CallStates;
  readonly #resolution: ContextResolution;
  readonly #external: ExternalFlags | undefined;

  /**
   * @param scopes those of the manager, so that its evaluations use the context of the current request
   * @param external asks for the flags that the module does not define. @default there is no external provider
   */
  constructor(
    resolver: FlagContextResolver,
    options: FlagContextsOptions,
    scopes: FlagScopes = new FlagScopes(),
    external?: ExternalFlags,
  ) {
    this.#resolution = new ContextResolution(resolver, options);
    this.#scopes = scopes;
    this.#external = external;
    this.#states = new CallStates(scopes, {
      contextOf: this.#contextOf,
      report: (line) => this.#resolution.report(line),
    });
  }

  /**
   * Runs `work` with a request as the ambient one: {@link FlagContexts.ambient} finds it in everything that `work`
   * calls or starts.
   */
  run<T>(request: FlagRequest, work: () => T): T {
    assertRequest(request, 'The request of FlagContexts.run');
    assertCallback(work, 'The work of FlagContexts.run');
    return this.#scopes.run(new RequestState(request, this.#contextOf), work);
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
    const call = this.#states.callOf(execution, request, 'interceptor');
    if (this.#states.running?.current().call === call) return work();
    const state = new HandlerState(this.#states.scopeOf(execution, request), call);
    return this.#scopes.run(new RequestState(request, this.#contextOf, state, execution), work);
  }

  /** Lets the iterator of a subscription run its code in the current scope, although it is consumed outside of it. */
  keep<T>(result: T): T {
    const scope = this.#scopes.current;
    return scope === undefined ? result : keptScope(result, (work) => this.#scopes.resume(scope, work));
  }

  /** Releases the async context of all requests. Until then, it makes every promise of the process slightly slower. */
  close(): void {
    this.#scopes.close();
  }

  /** Whether the current code runs within the call of a handler already, or within the HTTP request of a GraphQL field. */
  isWithin(execution: ExecutionContext): boolean {
    const request = requestOf(execution);
    return request !== undefined && this.#states.isRunning(execution, request);
  }

  /**
   * Returns the call that the current code runs within, which tells a gate on a method the transport;
   * `undefined` outside calls and during HTTP requests.
   */
  get currentCall(): ExecutionContext | undefined {
    const execution = this.#states.running?.execution;
    return execution?.getType() === 'http' ? undefined : execution;
  }

  /** Whether requests are entered, so that code without an ambient request really runs outside any request. */
  get entersRequests(): boolean {
    return this.#resolution.entersRequests;
  }

  /** Whether the current code runs within {@link FlagContexts.run}. */
  get isRunning(): boolean {
    return this.#states.running !== undefined;
  }

  /**
   * Returns the context of a call; a promise if the resolver returns one, or if there is an external provider. In guards
   * it is resolved each time, or cached by the resolver's `cacheKey`; from interceptors on, the first context that has a
   * user or has failed is fixed for the call.
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
    if (phase === 'guard') return this.#ready(execution, request); // without a closure, so that gates allocate nothing
    return this.#fixed(execution, request, phase);
  }

  #ready(execution: ExecutionContext, request: FlagRequest): FlagContext | Promise<FlagContext> {
    const context = this.#resolve(execution, request);
    return this.#external?.prepareForCall(context, scopeKeyOf(execution, request)) ?? context;
  }

  #resolve(execution: ExecutionContext, request: FlagRequest): FlagContext | Promise<FlagContext> {
    if (this.#resolution.isCached) {
      return this.#states.scopeOf(execution, request).resolve(request, this.#resolution, execution);
    }
    this.#states.runningFor(execution, request)?.enter(httpCall(execution));
    return this.#resolution.resolve(request, execution);
  }

  /** The context that interceptors, parameters and the handler of one call share. */
  #fixed(
    execution: ExecutionContext,
    request: FlagRequest,
    phase: Exclude<CallPhase, 'guard'>,
  ): FlagContext | Promise<FlagContext> {
    const call = this.#states.callOf(execution, request, phase);
    const context = call.resolve(() => this.#ready(execution, request));
    const running = this.#states.running;
    if (!isPromise(context) || running === undefined) return context;
    const state = running.current();
    if (state.call === call) return context;
    return context.then((resolved) => {
      if (running.isOf(request)) state.awaited = resolved;
      return resolved;
    });
  }

  /**
   * Returns the context of the current request or of {@link FlagManager.runWith}, whichever is innermost; `undefined`
   * outside both. If it cannot be resolved, or not synchronously, the result is a failed context (see {@link
   * isFailedContext}). Never throws.
   */
  ambient(): FlagContext | undefined {
    return this.#scopes.current?.context?.();
  }

  readonly #contextOf = (running: RequestState): FlagContext => {
    const state = running.current();
    return state.call.fixed ?? state.awaited ?? this.#withoutWaiting(running, state);
  };

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
    if (given !== undefined) {
      const passed = this.#resolution.passed(given, place);
      this.#external?.copyAnswers(given, passed);
      return passed;
    }
    const ambient = this.ambient();
    if (ambient !== undefined) return ambient;
    if (!this.#resolution.entersRequests) return this.#resolution.unsettled(`${place} ${UNSEEN_USER}`);
    return isHandler() ? this.#resolution.unsettled(`${place} ${NOT_INTERCEPTED}`) : undefined;
  }

  /** Returns the context of a call of a method that has a resolver of its own; see {@link WithFlagContext}. */
  ofArguments(resolver: MethodResolver): FlagContext | Promise<FlagContext> {
    return this.#resolution.resolveBy(resolver);
  }

  /** Runs `work` with a context, which must not change; see {@link FlagManager.runWith}. */
  runWith<T>(context: FlagContext, work: () => T): T {
    return this.#scopes.runKept({ context: () => context }, work);
  }

  #withoutWaiting({ request, execution }: RequestState, state: HandlerState): FlagContext {
    if (state.isResolving) return this.#resolution.unsettled(TOO_EARLY);
    try {
      const context = state.scope.resolve(request, this.#resolution, execution);
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
}
