import type { FlagContext } from '../../engine/flag-context.js';
import { isPromise } from '../../internal/is-promise.js';
import { frozenContext, isAnonymous } from '../../manager/scope/resolved-context.js';

/** One call of a handler after its guards: all its flags are evaluated for the same context. */
export class HandlerCall {
  #fixed: FlagContext | undefined;
  #pending: Promise<FlagContext> | undefined;

  /**
   * The context for synchronous evaluations; `undefined` if they should resolve it themselves. An anonymous context is
   * fixed only if it was resolved asynchronously, because then they cannot resolve it again.
   */
  get fixed(): FlagContext | undefined {
    return this.#fixed;
  }

  /** The fixed context, else the result of `resolve`. Concurrent calls share one promise. */
  resolve(resolve: () => FlagContext | Promise<FlagContext>): FlagContext | Promise<FlagContext> {
    if (this.#pending !== undefined) return this.#pending;
    if (this.#fixed !== undefined && !isAnonymous(this.#fixed)) return this.#fixed;
    const context = resolve();
    if (isPromise(context)) return (this.#pending = this.#wait(context));
    this.#fixed = isAnonymous(context) ? undefined : frozenContext(context);
    return context;
  }

  async #wait(pending: Promise<FlagContext>): Promise<FlagContext> {
    try {
      return (this.#fixed = frozenContext(await pending));
    } finally {
      this.#pending = undefined;
    }
  }
}
