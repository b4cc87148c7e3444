import { deepFreeze } from '../../engine/json/plain-data.js';
import type { AuditEntry } from '../audit-entry.js';
import type { AuditKeys, HashFault } from './audit-keys.js';
import { canonicalJson } from './canonical-json.js';
import type { StateDigest } from './state-digest.js';

const PURPOSE = 'nestjs-feature-flags/audit-entry/1\n';

/** An entry before it is linked to the previous one. */
export type UnchainedEntry = Omit<AuditEntry, 'hash' | 'previousHash' | 'stateHash'>;

/** The end of a log, after which the next entry is appended. */
export interface ChainEnd {
  /** The hash of the last entry; empty before the first one. */
  readonly hash: string;
  /** The digest of the documents that result from the log. */
  readonly digest: StateDigest;
}

/** The start of every log. */
export const NO_HASH = '';

/** Links the entries of one append to the end of a log. Frozen. */
export function chainedEntries(
  entries: readonly UnchainedEntry[],
  { hash, digest }: ChainEnd,
  keys: AuditKeys,
): readonly AuditEntry[] {
  return linkedEntries(entries, { hash, stateHash: digest.after(entries).value }, keys);
}

/** The input for hashing the entries of one append. */
export interface LinkHashes {
  /** The hash of the previous entry. */
  readonly hash: string;
  /** The digest of all documents after them. */
  readonly stateHash: string;
}

/** {@link chainedEntries} for callers that already know the hash of the documents. */
export function linkedEntries(
  entries: readonly UnchainedEntry[],
  { hash, stateHash }: LinkHashes,
  keys: AuditKeys,
): readonly AuditEntry[] {
  let previousHash = hash;
  return entries.map((entry, i) => {
    const isLast = i === entries.length - 1;
    const chained = { ...entry, previousHash, ...(isLast && { stateHash }) };
    previousHash = keys.hash(hashedText(chained));
    return deepFreeze<AuditEntry>({ ...chained, hash: previousHash });
  });
}

/** Returns the problem of a single entry, regardless of the entries before it; `undefined` if there is none. */
export function faultOfEntry({ hash, ...entry }: AuditEntry, keys: AuditKeys): HashFault {
  return keys.faultOf(hashedText(entry), hash, entry.version);
}

function hashedText(entry: Omit<AuditEntry, 'hash'>): string {
  return PURPOSE + canonicalJson(entry);
}
