import type { OverrideTarget } from '../../engine/flag-override.js';
import { overrideId } from '../../store/stored-document.js';
import type { StoreReplica } from '../replica/store-replica.js';
import { StoreFailedError } from '../../store/store.errors.js';
import type { OverrideSet } from './override-set.js';

/** The overrides in force: those that the store holds. */
export class OverrideRegistry {
  readonly #replica: Pick<StoreReplica, 'state' | 'health'>;

  /** @param replica what the store holds */
  constructor(replica: Pick<StoreReplica, 'state' | 'health'>) {
    this.#replica = replica;
  }

  get set(): OverrideSet {
    return this.#replica.state.overrideSet;
  }

  /**
   * An override that cannot be read could not be recorded as cleared.
   *
   * @throws {StoreFailedError} (`STORE_FAILED`) when the store holds one for this flag and target that cannot be read
   */
  assertReadable(key: string, target: OverrideTarget): void {
    const { state, health } = this.#replica;
    const unreadable = state.maps.override.unreadable.get(overrideId(key, target));
    if (unreadable === undefined) return;
    throw new StoreFailedError(
      health.name,
      `the override of "${key}" cannot be read there (${unreadable.message}): set another one in its place, and clear that.`,
    );
  }
}
