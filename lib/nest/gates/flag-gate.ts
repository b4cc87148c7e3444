import { Injectable, Optional, type ExecutionContext } from '@nestjs/common';
import type { FlagContext } from '../../engine/flag-context.js';
import { denialObserversOf } from '../../manager/manager-components.js';
import type { DenialObserver } from '../../manager/observing/attach-observers.js';
import { FlagReader } from '../../manager/reading/flag-reader.js';
import { RequestPreparation } from '../../manager/reading/request-preparation.js';
import { isPromise } from '../../internal/is-promise.js';
import { assertCallback, assertExecution, assertRequest } from '../context/call-arguments.js';
import type { CallPhase } from '../context/call-phase.js';
import type { MethodResolver } from '../context/context-resolution.js';
import { FlagContexts } from '../context/flag-contexts.js';
import { requestOf, type FlagRequest } from '../context/request-of.js';
import { requestKeyOf } from '../context/request-key.js';
import { markDenied } from '../denials/denied-call.js';
import { DenialLog } from '../denials/denial-log.js';
import { SkippedCalls } from '../denials/skipped-calls.js';
import { FlagDisabledHandler } from '../denials/flag-disabled.handler.js';
import { UnhandledVariants } from '../unhandled-variants.js';
import { flagsOf, requirementHolds, type FlagRequirement } from './flag-requirement.js';
import { gateReaderOf } from './stand-in-reader.js';

/**
 * The common part of guards, interceptors, decorators and parameters: it resolves the context of a call and evaluates
 * requirements.
 */
@Injectable()
export class FlagGate {
  readonly #fresh = new WeakMap<object, Promise<void>>();
  readonly #observers: readonly DenialObserver[];

  /** The reader that evaluates the flags of all requirements. */
  readonly flags: FlagReader;

  constructor(
    flags: FlagReader,
    private readonly contexts: FlagContexts,
    private readonly handler: FlagDisabledHandler,
    private readonly preparation: RequestPreparation,
    @Optional() private readonly denials?: DenialLog,
    @Optional() private readonly unhandled?: UnhandledVariants,
    @Optional() private readonly skips?: SkippedCalls,
  ) {
    this.flags = gateReaderOf(flags);
    this.#observers = denialObserversOf(flags);
  }

  /**
   * Returns the context of a call; a promise if the resolver returns one, or if the store or a provider must be read
   * first.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when an argument has a wrong type
   */
  contextOf(execution: ExecutionContext, phase: CallPhase = 'guard'): FlagContext | Promise<FlagContext> {
    assertExecution(execution, 'The execution of FlagGate');
    const waiting = this.#beforeRequest(execution);
    const context = waiting === undefined ? this.contexts.of(execution, phase) : this.#after(waiting, execution, phase);
    if (!this.preparation.readsVariants) return context;
    return isPromise(context) ? this.#withStickyLater(context) : this.#withSticky(context);
  }

  /** Whether a call meets the requirement; a promise in the same cases as {@link FlagGate.contextOf}. */
  holds(
    requirement: FlagRequirement,
    execution: ExecutionContext,
    phase: CallPhase = 'guard',
  ): boolean | Promise<boolean> {
    this.preparation.external?.requireKeys(keysOf(requirement)); // a guard may require other flags for each call
    const context = this.contextOf(execution, phase);
    if (isPromise(context)) return this.#holdsLater(requirement, context, execution);
    return requirementHolds(requirement, this.flags, context) || this.#denied(requirement, context, execution);
  }

  /**
   * Whether a context meets the requirement.
   *
   * @param context the context to evaluate for. @default the context of the current request
   * @param place the class and method that are called, for the log of denials
   */
  holdsFor(requirement: FlagRequirement, context: FlagContext | undefined, place: () => string): boolean {
    assertCallback(place, 'The place of FlagGate.holdsFor');
    const holds = requirementHolds(requirement, this.flags, context);
    if (!holds) this.#recordDenial(requirement, context, place);
    return holds;
  }

  /** Records that a call of a method was skipped, because its gate is closed. */
  skipped(requirement: FlagRequirement, place: string): void {
    this.skips?.add(place, keysOf(requirement));
  }

  /** Returns the context of a call of a gated method; see {@link FlagContexts.ofMethod}. */
  contextOfMethod(given: unknown, place: string, isHandler: () => boolean): FlagContext | undefined {
    return this.contexts.ofMethod(given, place, isHandler);
  }

  /** Asks an external provider for the context of a gated method that may wait; `undefined` if it was asked before. */
  prepareMethod(context: FlagContext | undefined): Promise<unknown> | undefined {
    return context && this.preparation.external?.prepareOnce(context);
  }

  /**
   * Returns the context of a call of a method that resolves it from its arguments. If the method may wait, what the
   * evaluations of the context need is read first, as for requests.
   */
  contextOfArguments(resolver: MethodResolver): FlagContext | Promise<FlagContext> {
    const context = this.contexts.ofArguments(resolver);
    return resolver.mayWait ? this.preparation.readAll(context) : context;
  }

  /** Runs `work` with a context, which must not change; see {@link FlagManager.runWith}. */
  runWith<T>(context: FlagContext, work: () => T): T {
    return this.contexts.runWith(context, work);
  }

  /**
   * Returns the error to throw for a closed gate, from the `disabledHandler`.
   *
   * @param execution the call that is denied. @default the running call of a message handler or resolver
   */
  disabled(requirement: FlagRequirement, execution?: ExecutionContext): Error | Promise<Error> {
    if (execution !== undefined) assertExecution(execution, 'The execution of FlagGate.disabled');
    const error = this.handler.handle(flagsOf(requirement), execution ?? this.contexts.currentCall);
    return isPromise(error) ? error.then(markDenied) : markDenied(error);
  }

  /** Warns once of a variant that was served, but has no method; see {@link VariantHandler}. */
  reportUnhandledVariant(key: string, variant: string, place: string): void {
    this.unhandled?.report(key, variant, place);
  }

  /** Reads definitions for a new request if `cacheTtl` is 0. */
  beforeRequest(request: FlagRequest): Promise<void> | undefined {
    assertRequest(request, 'The request of FlagGate.beforeRequest');
    return this.preparation.readsDefinitions ? this.#beforeCall(requestKeyOf(request)) : undefined;
  }

  // These are separate methods because a function that creates a closure allocates the variables that it captures at each
  // call, and a gate that neither waits nor denies should allocate nothing.

  async #after(waiting: Promise<void>, execution: ExecutionContext, phase: CallPhase): Promise<FlagContext> {
    await waiting;
    return await this.contexts.of(execution, phase);
  }

  async #withStickyLater(pending: PromiseLike<FlagContext>): Promise<FlagContext> {
    return await this.#withSticky(await pending);
  }

  async #holdsLater(
    requirement: FlagRequirement,
    pending: PromiseLike<FlagContext>,
    execution: ExecutionContext,
  ): Promise<boolean> {
    const context = await pending;
    return requirementHolds(requirement, this.flags, context) || this.#denied(requirement, context, execution);
  }

  /** @returns `false` */
  #denied(requirement: FlagRequirement, context: FlagContext, execution: ExecutionContext): false {
    this.#recordDenial(requirement, context, () => placeOf(execution));
    return false;
  }

  /** Reads definitions once for each request, however many gates it passes. */
  #beforeRequest(execution: ExecutionContext): Promise<void> | undefined {
    if (!this.preparation.readsDefinitions || this.contexts.isRunning) return undefined; // the request hook has read them
    return this.#beforeCall(callKeyOf(execution));
  }

  /** The context, after the stored variants of its user have been read. */
  #withSticky(context: FlagContext): FlagContext | Promise<FlagContext> {
    const waiting = this.preparation.readVariants(context);
    return waiting === undefined ? context : waiting.then(() => context);
  }

  #recordDenial(requirement: FlagRequirement, given: FlagContext | undefined, placeOfCall: () => string): void {
    if (this.denials === undefined && this.#observers.length === 0) return;
    const [place, flags] = [placeOfCall(), keysOf(requirement)];
    for (const observer of this.#observers) observer.deny({ place, flags });
    if (this.denials === undefined) return;
    const context = given ?? this.contexts.ambient();
    // Evaluates the flags again, so that a gate that opens pays nothing for the log.
    this.denials.add({ place, flags, context, evaluate: (key) => this.flags.evaluate(key, context) });
  }

  #beforeCall(key: object): Promise<void> | undefined {
    let waiting = this.#fresh.get(key);
    if (waiting !== undefined) return waiting;
    waiting = this.preparation.readDefinitions();
    if (waiting !== undefined) this.#fresh.set(key, waiting);
    return waiting;
  }
}

function placeOf(execution: ExecutionContext): string {
  return `${execution.getClass()?.name}.${execution.getHandler()?.name}`;
}

function keysOf(requirement: FlagRequirement): readonly string[] {
  try {
    return [...new Set(flagsOf(requirement))];
  } catch {
    return []; // malformed, in which case the call is denied as well
  }
}

/**
 * The object that identifies a call: the request, or the arguments of a message, because a connection carries many
 * messages.
 */
function callKeyOf(execution: ExecutionContext): object {
  const request = requestOf(execution);
  return request === undefined || execution.getType() === 'ws' ? execution.getArgs() : requestKeyOf(request);
}
