import type { FlagOverride } from '../../engine/flag-override.js';
import type { AuditAction } from '../../store/audit-entry.js';
import type { AuditRecord, Change, ChangeWriter } from '../changes/change-writer.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { DueWork } from '../changes/due-changes.js';
import type { OverrideSet } from './override-set.js';

/** The overrides in force, and every change of them. One that expires is a change like any other. */
export class OverrideRegistry implements DueWork {
  readonly #inForce: () => OverrideSet;
  readonly #writer: ChangeWriter;

  constructor(inForce: () => OverrideSet, writer: ChangeWriter) {
    this.#inForce = inForce;
    this.#writer = writer;
  }

  get set(): OverrideSet {
    return this.#inForce();
  }

  /** Adds or replaces the override of one flag and unit. */
  planAdd(override: FlagOverride, origin: ChangeOrigin): Change {
    const before = this.set.get(override.key, override.unit) ?? null;
    return changeOf({ action: 'override_set', key: override.key, before, after: override, ...originOf(origin) });
  }

  /** Removes one override; nothing when there is none. */
  planRemove(key: string, unit: string | undefined, origin: ChangeOrigin): Change | undefined {
    const before = this.set.get(key, unit);
    return before === undefined ? undefined : changeOf(gone('override_cleared', before, originOf(origin)));
  }

  nextDue(): number | undefined {
    return this.set.nextExpiry();
  }

  /** Clears what has expired. Evaluation has passed it over already; this is for the record. */
  async runDue(now: number): Promise<void> {
    for (const { key, unit } of this.set.expired(now)) {
      await this.#writer.commit(() => {
        const override = this.set.get(key, unit); // it may be another one, or gone, by now
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
  action: AuditAction,
  before: FlagOverride,
  origin: Pick<AuditRecord, 'actor' | 'reason' | 'origin'>,
): AuditRecord {
  return { action, key: before.key, before, after: null, ...origin };
}
