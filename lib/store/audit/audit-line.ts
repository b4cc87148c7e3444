import { deepFreeze } from '../../engine/json/plain-data.js';
import type { AuditEntry } from '../audit-entry.js';

/** One entry as a line of JSON lines. */
export function auditLine(entry: AuditEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The entry of one line; `undefined` when the line is none. */
export function parseAuditLine(line: string): AuditEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return isAuditEntry(entry) ? deepFreeze(entry) : undefined;
  } catch {
    return undefined; // the caller knows the line's place and reports it
  }
}

const TEXTS = ['id', 'time', 'actor', 'action', 'key', 'origin', 'previousHash', 'hash'] as const;

/** Whether data from outside has what every entry has. */
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
