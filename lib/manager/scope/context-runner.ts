import type { FlagContext } from '../../engine/flag-context.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { messageOf } from '../../internal/message-of.js';
import type { FlagScopes } from './flag-scopes.js';
import { InvalidContextError } from './invalid-context.error.js';
import { passedContext } from './resolved-context.js';

/** Runs code outside requests with a context, so that its evaluations need none. */
export class ContextRunner {
  readonly #scopes: FlagScopes;
  readonly #copied: (context: FlagContext, copy: FlagContext) => void;

  /** @param copied called with each context and the copy of it that is used. @default nothing is called */
  constructor(scopes: FlagScopes, copied: (context: FlagContext, copy: FlagContext) => void = () => {}) {
    this.#scopes = scopes;
    this.#copied = copied;
  }

  /**
   * Runs a function for a user: evaluations without a context use this one, in the function and in everything that it
   * calls, awaits or starts. The innermost call, or request, applies. If the function returns an iterator, a generator
   * or an Observable, its code runs with the context as well, whenever it is consumed.
   *
   * The context is copied, so later changes to it have no effect. Sticky variants that other instances have served are
   * not read, and an external provider is not asked: call {@link prepare} first if a flag needs either.
   *
   * @returns the result of the function
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the context is invalid; pass `{}` for an anonymous user
   * @throws what the function throws
   * @example
   * await flags.runWith({ userId: job.data.userId }, () => this.invoices.send(job.data));
   */
  runWith<T>(context: FlagContext, work: () => T): T {
    const copied = readContext(context);
    if (typeof work !== 'function') {
      throw new InvalidOptionsError(`The function of FlagManager.runWith must be a function; given: ${kindOf(work)}.`);
    }
    this.#copied(context, copied);
    return this.#scopes.runKept({ context: () => copied }, work);
  }
}

function readContext(given: unknown): FlagContext {
  try {
    return passedContext(given);
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    throw new InvalidOptionsError(
      `The context of FlagManager.runWith is invalid: ${messageOf(error)}. Pass {} for an anonymous user.`,
    );
  }
}
