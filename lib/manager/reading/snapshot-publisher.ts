import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { DefinitionChange } from '../definitions/definition-change.js';
import type { FlagLookup } from './flag-lookup.js';
import { StickyUnits } from './sticky-units.js';

export interface SnapshotPublisherOptions {
  readonly lookup: FlagLookup;
  /** Whether instances share sticky variants, so that those of a request's user are read first. */
  readonly sharesVariants: boolean;
}

/** Passes each change of the definitions and overrides in force on to everything that evaluates flags. */
export class SnapshotPublisher {
  readonly #lookup: FlagLookup;
  readonly #sticky: StickyUnits | undefined;

  constructor({ lookup, sharesVariants }: SnapshotPublisherOptions) {
    this.#lookup = lookup;
    this.#sticky = sharesVariants ? new StickyUnits() : undefined;
  }

  /** Reads the units of a context that may keep sticky variants; `undefined` when there are none to read. */
  get stickyUnits(): ((context: FlagContext) => readonly string[]) | undefined {
    return this.#sticky?.reader;
  }

  takeDefinitions(changes: readonly DefinitionChange[]): void {
    this.#lookup.markChanged(this.#lookup.snapshot.takeDefinitions(changes));
    this.#sticky?.take(changes);
  }

  /** @param entries those added to the store's log; absent when the store was read as a whole */
  takeOverrides(entries: readonly AuditEntry[] | undefined): void {
    const { snapshot } = this.#lookup;
    if (entries === undefined) {
      snapshot.takeAllOverrides();
      this.#lookup.markChanged();
      return;
    }
    const changed = entries.flatMap(overrideOf);
    if (changed.length === 0) return;
    snapshot.takeOverrides(changed);
    this.#lookup.markChanged(changed.map(({ key }) => key));
  }
}

/** The override that an entry has changed, if it has changed one. */
function overrideOf({ action, before, after }: AuditEntry): FlagOverride[] {
  const override = after ?? before;
  return auditedKind(action) === 'override' && override !== null && 'serve' in override ? [override] : [];
}
