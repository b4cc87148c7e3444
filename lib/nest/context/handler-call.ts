import type { FlagContext } from '../../engine/flag-context.js';
import { isPromise } from '../../internal/is-promise.js';
import { isAnonymous } from './resolved-context.js';

/** One call of a handler, from the end of its guards on: all its questions are answered for the same context. */
export class HandlerCall {
  #fixed: FlagContext | undefined;
  #pending: Promise<FlagContext> | undefined;

  /**
   * What questions that cannot wait are answered for; `undefined` when they may resolve it. A context without a user is
   * fixed only if it had to be waited for: only then is resolving it again impossible for them.
   */
  get fixed(): FlagContext | undefined {
    return this.#fixed;
  }

  /** The fixed context, else what `resolve` gives; one flight at a time. */
  resolve(resolve: () => FlagContext | Promise<FlagContext>): FlagContext | Promise<FlagContext> {
    if (this.#pending !== undefined) return this.#pending;
    if (this.#fixed !== undefined && !isAnonymous(this.#fixed)) return this.#fixed;
    const context = resolve();
    if (isPromise(context)) return (this.#pending = this.#wait(context));
    this.#fixed = isAnonymous(context) ? undefined : frozen(context);
    return context;
  }

  async #wait(pending: Promise<FlagContext>): Promise<FlagContext> {
    try {
      return (this.#fixed = frozen(await pending));
    } finally {
      this.#pending = undefined;
    }
  }
}

/** A handler that receives the context cannot change it for the questions after it. */
function frozen(context: FlagContext): FlagContext {
  if (context.userAttributes !== undefined) Object.freeze(context.userAttributes);
  return Object.freeze(context);
}
