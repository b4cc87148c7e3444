import type { ExecutionContext } from '@nestjs/common';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagScopes } from '../../manager/scope/flag-scopes.js';
import type { CallPhase } from './call-phase.js';
import { ContextScope } from './context-scope.js';
import { HandlerCall } from './handler-call.js';
import { graphqlContextOf, type FlagRequest } from './request-of.js';
import { callKeyOf, requestKeyOf, scopeKeyOf } from './request-key.js';
import { RequestState, type HandlerState } from './request-state.js';

export interface CallStatesOptions {
  /** Returns the context of a request in services, which cannot wait for it. */
  readonly contextOf: (state: RequestState) => FlagContext;
  /** Logs a problem once. */
  readonly report: (problem: string) => void;
}

/** Finds the state of each call: in the async context of its request, else by the objects that identify the call. */
export class CallStates {
  readonly #scopes: FlagScopes;
  readonly #options: CallStatesOptions;
  /** The states of HTTP requests that have no async context. */
  readonly #states = new WeakMap<object, RequestState>();
  readonly #cached = new WeakMap<object, ContextScope>();
  readonly #calls = new WeakMap<object, HandlerCall>();

  constructor(scopes: FlagScopes, options: CallStatesOptions) {
    this.#scopes = scopes;
    this.#options = options;
  }

  /** The innermost request, even if its code runs within another scope, such as that of a job. */
  get running(): RequestState | undefined {
    const state = this.#scopes.current?.requestState;
    return state instanceof RequestState ? state : undefined;
  }

  /** Whether the current code runs within a call already, or within the HTTP request of a GraphQL field. */
  isRunning(execution: ExecutionContext, request: FlagRequest): boolean {
    const { running } = this;
    if (running?.isOf(request) !== true) return false;
    if (execution.getType<'graphql'>() === 'graphql') return graphqlContextOf(execution)?.req !== undefined;
    return running.current().call === this.#calls.get(callKeyOf(execution, request));
  }

  /** The state of the running request, if it is the one that is executed. */
  runningFor(execution: ExecutionContext, request: FlagRequest): RequestState | undefined {
    const { running } = this;
    if (running === undefined || running.isOf(request)) return running;
    if (execution.getType() === 'http') this.#options.report(LOST_CONTEXT);
    return undefined;
  }

  scopeOf(execution: ExecutionContext, request: FlagRequest): ContextScope {
    const running = this.runningFor(execution, request);
    if (running !== undefined) return running.current(httpCall(execution)).scope;
    if (execution.getType() === 'http') return this.#stateOf(execution, request).scope;
    return getOrCreate(this.#cached, scopeKeyOf(execution, request), () => new ContextScope());
  }

  callOf(execution: ExecutionContext, request: FlagRequest, phase: CallPhase): HandlerCall {
    const type = execution.getType<'graphql' | 'http' | 'rpc' | 'ws'>();
    const { running } = this;
    // Parameters have separate arguments, so on a socket only the async context identifies their message.
    const isAmbient = type === 'http' || (type !== 'graphql' && phase === 'parameter');
    if (isAmbient && running?.isOf(request) === true) return running.current(httpCall(execution)).call;
    if (type === 'http') return this.#stateOf(execution, request).call;
    return getOrCreate(this.#calls, callKeyOf(execution, request), () => new HandlerCall());
  }

  #stateOf(execution: ExecutionContext, request: FlagRequest): HandlerState {
    const state = getOrCreate(
      this.#states,
      requestKeyOf(request),
      () => new RequestState(request, this.#options.contextOf),
    );
    return state.current(httpCall(execution));
  }
}

const LOST_CONTEXT =
  'A middleware has resumed a request in the async context of another request, so services evaluate flags for the user of ' +
  'that other request. Register it with app.use() before the application starts, or bind its callback with AsyncResource.';

/**
 * The call of an HTTP handler, because one request may reach several handlers in turn. `undefined` for GraphQL, which
 * calls many concurrently.
 */
export function httpCall(execution: ExecutionContext): ExecutionContext | undefined {
  return execution.getType() === 'http' ? execution : undefined;
}

function getOrCreate<T extends object>(map: WeakMap<object, T>, key: object, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
