import { chainedEntries, type UnchainedEntry } from '../../lib/store/audit/audit-chain.js';
import type { AuditEntry } from '../../lib/store/audit-entry.js';
import { AuditKeys } from '../../lib/store/audit/audit-keys.js';
import type { MemoryStore } from '../../lib/store/memory/memory.store.js';
import { StateDigest } from '../../lib/store/audit/state-digest.js';

/** Entries chained to the end of a store, as another instance would append them. */
export function chainedTo(memory: MemoryStore, ...entries: readonly UnchainedEntry[]): readonly AuditEntry[] {
  const [last] = memory.query({ order: 'newest_first', limit: 1 });
  const end = { hash: last?.hash ?? '', digest: StateDigest.of(memory.read().documents) };
  return chainedEntries(entries.map(unchained), end, AuditKeys.NONE);
}

/** Appends entries as another instance does. */
export function appendChained(memory: MemoryStore, ...entries: readonly UnchainedEntry[]): void {
  const isStored = memory.append(chainedTo(memory, ...entries), memory.read().position);
  if (!isStored) throw new Error('Somebody else was faster.');
}

/** An entry, which may be made of another one, without that one's hashes. */
function unchained(entry: UnchainedEntry & Partial<AuditEntry>): UnchainedEntry {
  const { hash: _, previousHash: __, stateHash: ___, ...rest } = entry;
  return rest;
}
