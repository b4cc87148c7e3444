import type { ExecutionContext } from '@nestjs/common';
import { topicLogger } from '../../manager/topic-logger.js';
import { messageOf } from '../../internal/message-of.js';
import { milliseconds } from '../../internal/duration.js';
import { ANONYMOUS, FAILED_CONTEXT, type FlagContext } from '../../engine/flag-context.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { InvalidContextError } from '../../manager/scope/invalid-context.error.js';
import { frozenContext, isAnonymous, resolvedContext } from '../../manager/scope/resolved-context.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { isPromise } from '../../internal/is-promise.js';
import { withTimeout } from '../../internal/with-timeout.js';
import { ContextFailedError, ContextTimeoutError } from './context.errors.js';
import type { FlagContextResolver } from './flag-context.resolver.js';
import { keyParts } from './flag-context-key.js';
import { contextsOptions, type FlagContextsOptions } from './flag-contexts.options.js';
import type { FlagRequest } from './request-of.js';
import { RequestUserResolver } from './request-user.resolver.js';
import { shownFailure } from './shown-failure.js';
import { unidentifiedUser } from './unidentified-user.js';

/** A resolver that a method has of its own. */
export interface MethodResolver {
  readonly resolve: () => unknown;
  /** The subject of messages. */
  readonly name: string;
  /** Whether the caller of the method waits for a promise. */
  readonly mayWait: boolean;
}

/** Calls the resolver and converts its result, or its failure, to a context. Nothing is cached. */
export class ContextResolution {
  readonly #resolver: FlagContextResolver;
  readonly #timeout: number;
  readonly #options: FlagContextsOptions;
  readonly #reporter: BoundedReporter;
  /** Whether the resolver already returns plain data, so that its results need not be copied. */
  readonly #isDefault: boolean;
  #isCalling = false;
  #hasReportedUser = false;

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
  constructor(resolver: FlagContextResolver, given: FlagContextsOptions) {
    const options = contextsOptions.read(given);
    this.#timeout = milliseconds(options.timeout);
    this.#resolver = resolver;
    this.#isDefault = resolver.resolve === RequestUserResolver.prototype.resolve;
    this.#options = options;
    this.#reporter = new BoundedReporter(
      (line) => topicLogger(options.logger, 'context-resolver-failed').error(line),
      'failures of the FlagContextResolver',
    );
  }

  /**
   * Resolves the context of a request; returns a promise only if the resolver does.
   *
   * @throws {ContextFailedError} (`CONTEXT_FAILED`) when the resolver fails and `onError` is `throw`
   */
  resolve(request: FlagRequest, execution?: ExecutionContext): FlagContext | Promise<FlagContext> {
    if (this.#isCalling) return this.unsettled('The FlagContextResolver evaluated a flag itself');
    this.#isCalling = true;
    try {
      const result = this.#resolver.resolve(request, execution);
      return isPromise(result) ? this.#settled(result, request, execution) : this.#checked(result, request, execution);
    } catch (error) {
      return this.#failed(error);
    } finally {
      this.#isCalling = false;
    }
  }

  /** Whether the resolver declares a `cacheKey`. */
  get isCached(): boolean {
    return this.#resolver.cacheKey !== undefined;
  }

  /** The parts of the resolver's `cacheKey`; `undefined` when nothing may be cached. */
  keyOf(request: FlagRequest, execution?: ExecutionContext): readonly unknown[] | undefined {
    if (this.#resolver.cacheKey === undefined) return undefined;
    try {
      return keyParts(this.#resolver.cacheKey(request, execution));
    } catch (error) {
      this.report(`The cacheKey of the FlagContextResolver failed, so nothing is cached: ${shownFailure(error)}.`);
      return undefined;
    }
  }

  /**
   * The context for an evaluation that cannot wait for the context of its request. The reason is logged, never thrown.
   */
  unsettled(why: string): FlagContext {
    const isClosed = this.#options.onError !== 'anonymous';
    this.report(
      `${why}: ${isClosed ? 'flags were off for this evaluation' : 'flags were evaluated as for an anonymous user'}.`,
    );
    return isClosed ? FAILED_CONTEXT : ANONYMOUS;
  }

  /** Reads a context that code has passed, like the result of a resolver. An invalid context is logged. */
  passed(given: unknown, place: string): FlagContext {
    try {
      return methodContext(given);
    } catch (error) {
      return this.unsettled(`The "context" option of ${place} failed: ${shownFailure(error)}`);
    }
  }

  /**
   * Resolves the context of a call of a method by a resolver of its own; a promise only if this resolver returns one.
   *
   * @throws {ContextFailedError} (`CONTEXT_FAILED`) when the resolver fails and `onError` is `throw`
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when it returns a promise for a method that cannot wait for it
   */
  resolveBy({ resolve, name, mayWait }: MethodResolver): FlagContext | Promise<FlagContext> {
    let result: unknown;
    try {
      result = resolve();
      if (!isPromise(result)) return methodContext(result);
    } catch (error) {
      return this.#failed(error, `${name} failed`);
    }
    if (mayWait)
      return this.#inTime(result)
        .then(methodContext)
        .catch((error: unknown) => this.#failed(error, `${name} failed`));
    ignoreRejection(result);
    throw new InvalidOptionsError(
      `${name} returned a promise, but the method does not return one: make the method async, or return the context.`,
    );
  }

  /** Whether requests are entered, so that code without an ambient request really runs outside any request. */
  get entersRequests(): boolean {
    return this.#options.entersRequests !== false;
  }

  /** Logs a problem once. After 100 different problems, further ones are only counted. */
  report(problem: string): void {
    this.#reporter.report(problem);
  }

  async #settled(
    pending: PromiseLike<FlagContext | undefined>,
    request: FlagRequest,
    execution: ExecutionContext | undefined,
  ): Promise<FlagContext> {
    try {
      return this.#checked(await this.#inTime(pending), request, execution);
    } catch (error) {
      return this.#failed(error);
    }
  }

  #inTime<T>(pending: PromiseLike<T>): Promise<T> {
    const timeout = this.#timeout;
    const expired = () => new ContextTimeoutError(`it took longer than ${timeout} ms ("contextTimeout")`);
    return withTimeout(async () => await pending, timeout, expired);
  }

  #checked(
    result: FlagContext | undefined,
    request: FlagRequest,
    execution: ExecutionContext | undefined,
  ): FlagContext {
    const context = this.#isDefault && result !== undefined ? result : resolvedContext(result);
    if (!this.#hasReportedUser && isAnonymous(context) && context.sessionId === undefined) {
      this.#reportUser(request, execution);
    }
    return context;
  }

  #reportUser(request: FlagRequest, execution: ExecutionContext | undefined): void {
    const user = unidentifiedUser(request, execution);
    if (user === undefined) return;
    this.#hasReportedUser = true;
    topicLogger(this.#options.logger, 'user-without-an-id').warn(
      `A request has a user without an id, so flags are evaluated as for an anonymous user: request.user is ${user}. ` +
        'Set the id as "id", "userId", "sub", "_id" or "uid", or read it with a "contextResolver". This is logged once.',
    );
  }

  #failed(cause: unknown, failed = 'The FlagContextResolver failed'): FlagContext {
    const error = new ContextFailedError(
      `${failed}: ${shownFailure(cause)}. Fix it, or choose another behavior with "onContextError".`,
      cause,
    );
    if (this.#options.onError === 'throw') throw error;
    this.report(messageOf(error));
    return this.#options.onError === 'anonymous' ? ANONYMOUS : FAILED_CONTEXT;
  }
}

/** Reads a context for one call of a method; `null` is not an anonymous user, but one that was not found. */
function methodContext(result: unknown): FlagContext {
  if (result === null) throw new InvalidContextError('it must return an object, not null');
  return frozenContext(resolvedContext(result));
}
