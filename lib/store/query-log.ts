import { matchesAuditQuery, type AuditEntry, type AuditQuery } from './audit-entry.js';
import type { AuditLogFile } from './file/audit-log-file.js';
import { fileLinesBackwards } from './file/file-lines-backwards.js';
import type { FileLine } from './file/file-lines.js';
import { parseAuditLine } from './audit/audit-line.js';
import { searchLog, type LogPlace } from './file/search-log.js';
import { StoreFailedError } from './store.errors.js';

/** The result of a query. */
export interface FoundEntries {
  readonly entries: readonly AuditEntry[];
  /** The position of the last entry, where the next page begins. */
  readonly last?: LogPlace | undefined;
}

/**
 * Reads the entries that match a query, and otherwise only the part of the log between the query's bounds. Only the
 * matching entries are kept in memory.
 *
 * @param known lines whose positions are known
 * @throws {StoreFailedError} (`STORE_FAILED`) when a line that it must read is not an entry
 */
export async function queryLog(
  log: AuditLogFile,
  query: AuditQuery,
  known: readonly LogPlace[],
): Promise<FoundEntries> {
  const { after = 0, before = Infinity, limit, order } = query;
  const entries: AuditEntry[] = [];
  let last: LogPlace | undefined;
  if (limit < 1) return { entries };
  for await (const line of order === 'newest_first' ? linesBefore(log, before, known) : linesAfter(log, after, known)) {
    const entry = parseAuditLine(line.text);
    if (entry === undefined) throw unreadable(log, line);
    if (order === 'newest_first' ? entry.version <= after : entry.version >= before) break;
    if (!matchesAuditQuery(entry, query)) continue;
    last = { version: entry.version, offset: line.start };
    if (entries.push(entry) >= limit) break;
  }
  return { entries, last };
}

/** All lines before an entry, newest first, and perhaps some newer ones. */
async function* linesBefore(log: AuditLogFile, version: number, known: readonly LogPlace[]): AsyncGenerator<FileLine> {
  const { path } = log.place;
  const { size } = log;
  const end = version === Infinity ? size : (await searchLog(path, size, version, known)).end;
  yield* fileLinesBackwards(path, 0, end);
}

/** All lines after an entry, oldest first, and perhaps some older ones. */
async function* linesAfter(log: AuditLogFile, version: number, known: readonly LogPlace[]): AsyncGenerator<FileLine> {
  const start = version === 0 ? 0 : (await searchLog(log.place.path, log.size, version, known)).start;
  yield* log.lines(start);
}

function unreadable({ place: { store, path } }: AuditLogFile, { start }: FileLine): StoreFailedError {
  return new StoreFailedError(
    store,
    `the line at byte ${start} of ${path} is not an audit entry. Restore the folder from a backup, or fix that line.`,
  );
}
