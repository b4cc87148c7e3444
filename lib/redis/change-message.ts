import { deepFreeze } from '../engine/plain-data.js';
import type { AuditEntry } from '../store/audit-entry.js';
import { isAuditEntry } from '../store/audit-line.js';
import type { StorePosition } from '../store/flag-store.js';
import { parsePosition, positionText } from './store-position.js';

const LARGEST_BYTES = 16 * 1024; // a server keeps what a slow listener has not taken yet
const SHOWN_KEYS = 100;

/** What a message tells: entries, and what they were added behind. */
export interface Announcement {
  readonly after: StorePosition;
  readonly entries: readonly AuditEntry[];
}

/**
 * How entries are announced: as JSON `{ after, entries }`, `after` as text `VERSION ID`. Where that would be larger than
 * 16 KiB, with the last version and the first 100 keys instead of entries: who wants more asks the log.
 *
 * @param texts the entries as JSON
 */
export function changeMessage(entries: readonly AuditEntry[], texts: readonly string[], last: StorePosition): string {
  const after = positionText(last);
  const whole = `{"after":${JSON.stringify(after)},"entries":[${texts.join(',')}]}`;
  if (Buffer.byteLength(whole) <= LARGEST_BYTES) return whole;
  const keys = [...new Set(entries.map(({ key }) => key))].slice(0, SHOWN_KEYS);
  return JSON.stringify({ after, last: entries.at(-1)?.version, keys });
}

/**
 * What a message tells; `undefined` where the log has to be asked: it has no entries, is no message of this package, or
 * tells of the first entries of a store, for all stores begin alike. The databases of a server share their channels.
 */
export function announcementIn(message: string): Announcement | undefined {
  const { after, entries } = fieldsIn(message);
  const position = typeof after === 'string' ? parsePosition(after) : undefined;
  if (position === undefined || position.version === 0) return undefined;
  return Array.isArray(entries) && entries.length > 0 && entries.every(isAuditEntry)
    ? { after: position, entries: deepFreeze(entries) }
    : undefined;
}

function fieldsIn(message: string): { readonly after?: unknown; readonly entries?: unknown } {
  try {
    const fields: unknown = JSON.parse(message);
    return typeof fields === 'object' && fields !== null ? fields : {};
  } catch {
    return {}; // whoever may publish may publish anything; the log tells what is true
  }
}
