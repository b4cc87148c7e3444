import { AsyncLocalStorage } from 'node:async_hooks';
import type { FlagScope } from './flag-scope.js';
import { keptScope } from './kept-scope.js';
import { NestedScope } from './nested-scope.js';

/**
 * The scopes of one manager: the innermost one applies to the code that runs now, and to everything that this code has
 * started.
 */
export class FlagScopes {
  #storage = new AsyncLocalStorage<FlagScope | undefined>();

  /** The innermost scope, which includes what it inherits; `undefined` outside scopes. */
  get current(): FlagScope | undefined {
    return this.#storage.getStore();
  }

  /** Runs `work` within a scope, which inherits from the current one what it does not set. */
  run<T>(scope: FlagScope, work: () => T): T {
    const outer = this.current;
    return this.#storage.run(outer === undefined ? scope : new NestedScope(scope, outer), work);
  }

  /** {@link run}, which also applies to the code of an iterator or Observable that `work` returns. */
  runKept<T>(scope: FlagScope, work: () => T): T {
    return this.run(scope, () => {
      const entered = this.current ?? scope;
      return keptScope(work(), (resumed) => this.resume(entered, resumed));
    });
  }

  /** Runs `work` within exactly this scope, whatever the current one is. */
  resume<T>(scope: FlagScope, work: () => T): T {
    return this.#storage.run(scope, work);
  }

  /** Runs `work` outside all scopes, whatever the current one is. */
  leave<T>(work: () => T): T {
    return this.#storage.run(undefined, work);
  }

  /**
   * Releases the storage. Until then, it makes every promise of the process slightly slower. Work that is still running
   * leaves its scope.
   */
  close(): void {
    this.#storage.disable();
    this.#storage = new AsyncLocalStorage(); // from Node 24 on, disable() does not reach work that is already running
  }
}
