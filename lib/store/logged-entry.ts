import type { AuditEntry } from './audit-entry.js';
import { auditLine, parseAuditLine } from './audit-line.js';

/** An entry as a line of a log file tells of it. */
export interface LoggedEntry {
  readonly entry: AuditEntry;
  /** How many entries of the same append have to follow: without them, the append has not been made. */
  readonly more: number;
}

/** One append as lines of JSON, each of them an entry; all but the last one have the member `more` besides. */
export function loggedLines(entries: readonly AuditEntry[]): readonly string[] {
  const last = entries.length - 1;
  return entries.map((entry, i) => {
    const counted = { ...entry, more: last - i };
    return auditLine(i === last ? entry : counted);
  });
}

/** The entry of one line; `undefined` when the line is none. */
export function parseLoggedLine(line: string): LoggedEntry | undefined {
  const found: (AuditEntry & { readonly more?: unknown }) | undefined = parseAuditLine(line);
  if (found === undefined) return undefined;
  if (found.more === undefined) return { entry: found, more: 0 };
  const { more, ...entry } = found;
  return typeof more === 'number' && more >= 1 ? { entry: Object.freeze(entry), more } : undefined;
}
