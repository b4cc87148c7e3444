import type { FlagOverride, OverrideTarget } from '../../engine/flag-override.js';
import type { AuditActionOf } from '../../store/audit/audit-actions.js';
import { StoreFailedError } from '../../store/store.errors.js';
import { overrideId } from '../../store/stored-document.js';
import type { AuditRecord, Change, ChangeWriter } from '../changes/change-writer.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { DueWork } from '../changes/due-changes.js';
import type { StoreReplica } from '../replica/store-replica.js';
import { assertRoom } from './override-limits.js';
import type { OverrideSet } from './override-set.js';

/** The overrides in force, and every change of them. One that expires is a change like any other. */
export class OverrideRegistry implements DueWork {
  readonly #replica: Pick<StoreReplica, 'state' | 'health'>;
  readonly #writer: ChangeWriter;

  /** @param replica what the store holds */
  constructor(replica: Pick<StoreReplica, 'state' | 'health'>, writer: ChangeWriter) {
    this.#replica = replica;
    this.#writer = writer;
  }

  get set(): OverrideSet {
    return this.#replica.state.overrideSet;
  }

  /**
   * Adds or replaces the override of one flag and target.
   *
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when there are too many already
   */
  planAdd(override: FlagOverride, origin: ChangeOrigin): Change {
    const before = this.set.get(override.key, override) ?? null;
    assertRoom(this.set, override, before);
    return changeOf({ action: 'override_set', key: override.key, before, after: override, ...originOf(origin) });
  }

  /**
   * Removes one override; nothing when there is none.
   *
   * @throws {StoreFailedError} (`STORE_FAILED`) when there is one that cannot be read
   */
  planRemove(key: string, target: OverrideTarget, origin: ChangeOrigin): Change | undefined {
    this.#assertReadable(key, target);
    const before = this.set.get(key, target);
    return before === undefined ? undefined : changeOf(gone('override_cleared', before, originOf(origin)));
  }

  /** What is not known cannot be recorded as cleared. */
  #assertReadable(key: string, target: OverrideTarget): void {
    const { state, health } = this.#replica;
    const unreadable = state.maps.override.unreadable.get(overrideId(key, target));
    if (unreadable === undefined) return;
    const remedy = 'set another one in its place, and clear that';
    throw new StoreFailedError(
      health.name,
      `the override of "${key}" cannot be read there (${unreadable.message}): ${remedy}.`,
    );
  }

  nextDue(): number | undefined {
    return this.set.nextExpiry();
  }

  firstDue(): FlagOverride | undefined {
    return this.set.nextExpiring();
  }

  /** Clears what has expired. Evaluation has passed it over already; this is for the record. */
  async runDue(now: number): Promise<void> {
    for (const expired of this.set.expired(now)) {
      await this.#writer.commit(() => {
        const override = this.set.get(expired.key, expired); // it may be another one, or gone, by now
        if (override?.expiresAt === undefined || Date.parse(override.expiresAt) > now) return undefined;
        return changeOf(gone('override_expired', override, { actor: 'expiry', origin: 'expiry' }));
      });
    }
  }
}

function changeOf(record: AuditRecord): Change {
  return { records: [record] };
}

function gone(
  action: AuditActionOf<'override'>,
  before: FlagOverride,
  origin: Pick<AuditRecord, 'actor' | 'reason' | 'origin'>,
): AuditRecord {
  return { action, key: before.key, before, after: null, ...origin };
}
