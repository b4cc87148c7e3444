import type { FlagContext } from '../../engine/flag-context.js';
import type { ForcedFlags } from '../../engine/forced-flags.js';
import type { FlagScope } from './flag-scope.js';
import { forcedWithin } from './forced-flags.js';

/**
 * A scope with what it inherits from an outer one. It copies this and does not keep the outer scope, because a job that
 * starts the next one would keep all earlier scopes alive.
 */
export class NestedScope implements FlagScope {
  readonly forced: ForcedFlags | undefined;
  readonly requestState: object | undefined;
  /** The scope that provides the context; never itself a nested scope. */
  readonly #provider: FlagScope;

  constructor(scope: FlagScope, outer: FlagScope) {
    this.forced = forcedWithin(outer.forced, scope.forced);
    this.requestState = scope.requestState ?? outer.requestState;
    if (scope.context !== undefined) this.#provider = scope;
    else this.#provider = outer instanceof NestedScope ? outer.#provider : outer;
  }

  context(): FlagContext | undefined {
    return this.#provider.context?.();
  }
}
