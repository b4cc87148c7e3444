import { deepFreeze } from '../../engine/json/plain-data.js';
import type { AuditEntry } from '../audit-entry.js';

/** Formats an entry as one line of JSON Lines. */
export function auditLine(entry: AuditEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** Parses the entry of a line; `undefined` if the line is not an entry. */
export function parseAuditLine(line: string): AuditEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return isAuditEntry(entry) ? deepFreeze(entry) : undefined;
  } catch {
    return undefined; // the caller knows the line number, and reports it
  }
}

const TEXTS = ['id', 'time', 'actor', 'action', 'key', 'origin', 'previousHash', 'hash'] as const;

/** Whether untrusted data has the fields of every entry. */
export function isAuditEntry(value: unknown): value is AuditEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Readonly<Record<string, unknown>>;
  return (
    Number.isSafeInteger(entry['version']) &&
    TEXTS.every((name) => typeof entry[name] === 'string') &&
    ['string', 'undefined'].includes(typeof entry['stateHash']) &&
    typeof entry['before'] === 'object' &&
    typeof entry['after'] === 'object'
  );
}
