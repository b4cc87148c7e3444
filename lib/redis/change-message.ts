import { deepFreeze } from '../engine/plain-data.js';
import type { AuditEntry } from '../store/audit-entry.js';
import { isAuditEntry } from '../store/audit-line.js';

const LARGEST_BYTES = 16 * 1024; // a server keeps what a slow listener has not taken yet
const SHOWN_KEYS = 100;

/**
 * How entries are announced: as a JSON array of them. Where that would be larger than 16 KiB, as an object of their
 * first and last version and the first 100 keys: who wants more asks the log.
 *
 * @param texts the entries as JSON
 */
export function changeMessage(entries: readonly AuditEntry[], texts: readonly string[]): string {
  const whole = `[${texts.join(',')}]`;
  if (Buffer.byteLength(whole) <= LARGEST_BYTES) return whole;
  const keys = [...new Set(entries.map(({ key }) => key))].slice(0, SHOWN_KEYS);
  return JSON.stringify({ first: entries[0]?.version, last: entries.at(-1)?.version, keys });
}

/** The entries of a message; `undefined` where it has none, or is no message of this package. */
export function announcedEntries(message: string): readonly AuditEntry[] | undefined {
  try {
    const entries: unknown = JSON.parse(message);
    return Array.isArray(entries) && entries.length > 0 && entries.every(isAuditEntry)
      ? deepFreeze(entries)
      : undefined;
  } catch {
    return undefined; // whoever may publish may publish anything; the log tells what is true
  }
}
