import type { FlagManager } from '../../../dist/index.js';
import type { FlagOverride } from '../../../lib/engine/flag-override.js';
import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import { machineTime } from '../machine-time.js';

/** A change that one instance has announced. */
export interface AnnouncedChange {
  readonly version: number;
  readonly id: string;
  readonly reason: string | undefined;
  /** By {@link machineTime}. */
  readonly at: number;
  /** Whether the change was in force when it was announced. */
  readonly isInForce: boolean;
}

/** Records what the change stream of an instance announces. */
export class AnnouncedChanges {
  readonly #announced: AnnouncedChange[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(flags: FlagManager) {
    flags.changes$.subscribe((entry) => {
      const at = machineTime();
      const { version, id, reason } = entry;
      this.#announced.push({ version, id, reason, at, isInForce: isInForce(flags, entry) });
      for (const look of this.#waiting) look();
    });
  }

  /** All announced changes, in order. */
  all(): readonly AnnouncedChange[] {
    return this.#announced;
  }

  /** Resolves once this version, or a later one, was announced. */
  until(version: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if ((this.#announced.at(-1)?.version ?? 0) < version) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** Evaluates flags like an application. A change that later ones have replaced cannot be observed, and counts as in force. */
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
