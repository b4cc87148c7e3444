import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { DefinitionChange } from '../definitions/definition-change.js';
import type { FlagLookup } from './flag-lookup.js';
import { StickyUnits } from './sticky-units.js';

export interface SnapshotPublisherOptions {
  readonly lookup: FlagLookup;
  /** Whether instances share sticky variants, so that those of a request's user must be read first. */
  readonly sharesVariants: boolean;
}

/** Applies each change of definitions and overrides to the parts that evaluate flags. */
export class SnapshotPublisher {
  readonly #lookup: FlagLookup;
  readonly #sticky: StickyUnits | undefined;

  constructor({ lookup, sharesVariants }: SnapshotPublisherOptions) {
    this.#lookup = lookup;
    this.#sticky = sharesVariants ? new StickyUnits() : undefined;
  }

  /** Reads the units of a context that may have sticky variants; `undefined` if there are none to read. */
  get stickyUnits(): ((context: FlagContext) => readonly string[]) | undefined {
    return this.#sticky?.reader;
  }

  applyDefinitions(changes: readonly DefinitionChange[]): void {
    this.#lookup.markChanged(this.#lookup.snapshot.applyDefinitions(changes));
    this.#sticky?.take(changes);
  }

  /** @param entries the entries added to the store's log; absent after a full read */
  applyOverrides(entries: readonly AuditEntry[] | undefined): void {
    const { snapshot } = this.#lookup;
    if (entries === undefined) {
      snapshot.applyAllOverrides();
      this.#lookup.markChanged();
      return;
    }
    const changed = entries.flatMap(overrideOf);
    if (changed.length === 0) return;
    snapshot.applyOverrides(changed);
    this.#lookup.markChanged(changed.map(({ key }) => key));
  }
}

/** The override that an entry has changed, if any. */
function overrideOf({ action, before, after }: AuditEntry): FlagOverride[] {
  const override = after ?? before;
  return auditedKind(action) === 'override' && override !== null && 'serve' in override ? [override] : [];
}
