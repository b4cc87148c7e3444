import { stickyUnitsReader } from '../../engine/allocation/sticky-units.js';
import type { EngineServices } from '../../engine/compile/scope.js';
import type { Definitions } from '../../engine/definitions.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { OverrideSet } from '../overrides/override-set.js';
import type { FlagLookup } from './flag-lookup.js';
import { FlagSnapshot } from './flag-snapshot.js';

export interface SnapshotPublisherOptions {
  readonly lookup: FlagLookup;
  readonly services: EngineServices;
  readonly definitions: { readonly definitions: Definitions };
  readonly overrides: { readonly set: OverrideSet };
  /** Whether instances share sticky variants, so that those of a request's user are read first. */
  readonly sharesVariants: boolean;
}

/** Compiles the definitions and overrides in force, and hands the snapshot to everything that asks. */
export class SnapshotPublisher {
  readonly #options: SnapshotPublisherOptions;
  #stickyUnits: ((context: FlagContext) => readonly string[]) | undefined;

  constructor(options: SnapshotPublisherOptions) {
    this.#options = options;
  }

  /** Reads the units of a context that may keep sticky variants; `undefined` when there are none to read. */
  get stickyUnits(): ((context: FlagContext) => readonly string[]) | undefined {
    return this.#stickyUnits;
  }

  /** @param entries what has changed; absent when it may be a definition */
  publish(entries?: readonly AuditEntry[]): void {
    const { lookup, services, definitions, overrides, sharesVariants } = this.#options;
    const { snapshot } = lookup;
    if (entries !== undefined && snapshot !== FlagSnapshot.EMPTY) {
      lookup.snapshot = snapshot.withOverrides(entries.flatMap(overrideOf), overrides.set, services);
      return;
    }
    lookup.snapshot = snapshot.next(definitions.definitions, overrides.set, services);
    if (sharesVariants) this.#stickyUnits = stickyUnitsReader(definitions.definitions.flags.values());
  }
}

/** The override that an entry has changed, if it has changed one. */
function overrideOf({ action, before, after }: AuditEntry): FlagOverride[] {
  const override = after ?? before;
  return auditedKind(action) === 'override' && override !== null && 'serve' in override ? [override] : [];
}
