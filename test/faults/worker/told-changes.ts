import type { FlagManager } from '../../../dist/index.js';
import type { FlagOverride } from '../../../lib/engine/flag-override.js';
import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import { machineTime } from '../machine-time.js';

/** A change as one instance has told of it. */
export interface ToldChange {
  readonly version: number;
  readonly id: string;
  readonly reason: string | undefined;
  /** By {@link machineTime}. */
  readonly at: number;
  /** Whether the change was in force when it was told of. */
  readonly isInForce: boolean;
}

/** Keeps what the change stream of an instance tells. */
export class ToldChanges {
  readonly #told: ToldChange[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(flags: FlagManager) {
    flags.changes$.subscribe((entry) => {
      const at = machineTime();
      const { version, id, reason } = entry;
      this.#told.push({ version, id, reason, at, isInForce: isInForce(flags, entry) });
      for (const look of this.#waiting) look();
    });
  }

  /** All of them, in the order in which they came. */
  all(): readonly ToldChange[] {
    return this.#told;
  }

  /** Resolves once this version, or a later one, was told of. */
  until(version: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if ((this.#told.at(-1)?.version ?? 0) < version) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** Asks as an application does; of a change that later ones have replaced already, nothing is to be seen. */
function isInForce(flags: FlagManager, { action, key, before, after, version }: AuditEntry): boolean {
  if (flags.status().version > version) return true;
  if (action === 'override_set' || action === 'override_cleared') {
    const { unit = 'anybody' } = (after ?? before) as FlagOverride;
    const { reason, value } = flags.evaluate(key, { userId: unit });
    if (after === null) return reason !== 'override';
    const { serve } = after as FlagOverride;
    return reason === 'override' && 'value' in serve && serve.value === value;
  }
  return action.startsWith('flag_') ? flags.getFlags().get(key)?.version === version : true;
}
