import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { DefinitionChange } from '../definitions/definition-change.js';
import type { ManagerEvents } from '../manager-events.js';
import type { FlagLookup } from './flag-lookup.js';
import { StickyUnits } from './sticky-units.js';

export interface SnapshotPublisherOptions {
  readonly lookup: FlagLookup;
  /** Receives `flags_changed`. */
  readonly events: ManagerEvents;
  /** Whether instances share sticky variants, so that those of a request's user must be read first. */
  readonly sharesVariants: boolean;
}

/** Applies each change of definitions and overrides to the parts that evaluate flags. */
export class SnapshotPublisher {
  readonly #lookup: FlagLookup;
  readonly #events: ManagerEvents;
  readonly #sticky: StickyUnits | undefined;

  constructor({ lookup, events, sharesVariants }: SnapshotPublisherOptions) {
    this.#lookup = lookup;
    this.#events = events;
    this.#sticky = sharesVariants ? new StickyUnits() : undefined;
  }

  /** Reads the units of a context that may have sticky variants; `undefined` if there are none to read. */
  get stickyUnits(): ((context: FlagContext) => readonly string[]) | undefined {
    return this.#sticky?.reader;
  }

  applyDefinitions(changes: readonly DefinitionChange[]): void {
    const changed = this.#lookup.snapshot.applyDefinitions(changes);
    this.#sticky?.take(changes);
    this.#markChanged(changed);
  }

  /** @param entries the entries added to the store's log; absent after a full read */
  applyOverrides(entries: readonly AuditEntry[] | undefined): void {
    const { snapshot } = this.#lookup;
    if (entries === undefined) {
      snapshot.applyAllOverrides();
      this.#markChanged(undefined);
      return;
    }
    const changed = entries.flatMap(overrideOf);
    if (changed.length === 0) return;
    snapshot.applyOverrides(changed);
    this.#markChanged(changed.map(({ key }) => key));
  }

  #markChanged(keys: Iterable<string> | undefined): void {
    this.#lookup.markChanged(keys);
    this.#events.emit('flags_changed', keys);
  }
}

/** The override that an entry has changed, if any. */
function overrideOf({ action, before, after }: AuditEntry): FlagOverride[] {
  const override = after ?? before;
  return auditedKind(action) === 'override' && override !== null && 'serve' in override ? [override] : [];
}
