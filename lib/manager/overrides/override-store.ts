import type { FlagOverride } from '../../engine/flag-override.js';
import type { AuditEntry } from '../audit/audit-entry.js';

/** All overrides, and the change that led to them. */
export interface OverrideState {
  readonly overrides: readonly FlagOverride[];
  /** Kept with the overrides, so that a crash between the two stores loses no audit entry. */
  readonly lastChange?: AuditEntry | undefined;
}

/** Where overrides are kept. */
export interface OverrideStore {
  load(): OverrideState | Promise<OverrideState>;
  /** Replaces everything at once; returns once it is safe. */
  save(state: OverrideState): void | Promise<void>;
}

/** Overrides that live as long as the process. */
export class MemoryOverrideStore implements OverrideStore {
  load(): OverrideState {
    return { overrides: [] };
  }

  save(): void {}
}
