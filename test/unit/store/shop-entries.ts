import type { FlagOverride } from '../../../lib/engine/flag-override.js';
import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import { START, type StorePosition } from '../../../lib/store/flag-store.js';

/** The entries of one append that sets overrides, of a flag each: those with the versions `from` to `to`. */
export function entries(from: number, to: number, details?: Partial<AuditEntry>): AuditEntry[] {
  return ofOneAppend(singleEntries(from, to, details));
}

/** Likewise, appended one by one. */
export function singleEntries(from: number, to: number, details?: Partial<AuditEntry>): AuditEntry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => entryOf(from + i, details));
}

/** Only the last entry of an append carries the hash of the resulting state. */
export function ofOneAppend(list: readonly AuditEntry[]): AuditEntry[] {
  return list.map(({ stateHash, ...entry }, i) => (i === list.length - 1 ? { ...entry, stateHash } : entry));
}

/** An entry that is appended alone. Its hashes only look like some: what is in them is the manager's business. */
export function entryOf(version: number, details: Partial<AuditEntry> = {}): AuditEntry {
  const key = `promotion_${version}`;
  return {
    id: `id-${version}`,
    version,
    time: '2026-01-01T00:00:00.000Z',
    actor: version % 2 === 0 ? 'ann' : 'ben',
    action: 'override_set',
    key,
    before: null,
    after: override(key),
    reason: 'ümlaut 🛒',
    origin: 'api',
    previousHash: version === 1 ? '' : `hash-${version - 1}`,
    hash: `hash-${version}`,
    stateHash: `state-${version}`,
    ...details,
  };
}

export function override(key: string, unit?: string): FlagOverride {
  const whose = unit === undefined ? {} : { unit };
  return { key, serve: { enabled: false }, ...whose, actor: 'ann', createdAt: '2026-01-01T00:00:00.000Z' };
}

/** The position of a store whose last entry is one of {@link entries}. */
export function at(version: number): StorePosition {
  return version === 0 ? START : { version, id: `id-${version}` };
}

export function versions(list: readonly AuditEntry[]): number[] {
  return list.map(({ version }) => version);
}
