import type { OverrideTarget } from '../../engine/flag-override.js';
import { overrideId } from '../../store/stored-document.js';
import type { StoreReplica } from '../replica/store-replica.js';
import { StoreFailedError } from '../../store/store.errors.js';
import type { OverrideSet } from './override-set.js';

/** The overrides in force, which are those in the store. */
export class OverrideRegistry {
  readonly #replica: Pick<StoreReplica, 'state' | 'health'>;

  /** @param replica the replica of the store */
  constructor(replica: Pick<StoreReplica, 'state' | 'health'>) {
    this.#replica = replica;
  }

  get set(): OverrideSet {
    return this.#replica.state.overrideSet;
  }

  /**
   * Checks that the stored override of a target can be read, because the removal of an unreadable one could not be
   * recorded.
   *
   * @throws {StoreFailedError} (`STORE_FAILED`) when the stored override of this flag and target cannot be read
   */
  assertReadable(key: string, target: OverrideTarget): void {
    const { state, health } = this.#replica;
    const unreadable = state.maps.override.unreadable.get(overrideId(key, target));
    if (unreadable === undefined) return;
    throw new StoreFailedError(
      health.name,
      `the override of "${key}" cannot be read there (${unreadable.message}): replace it with another override, and clear that.`,
    );
  }
}
