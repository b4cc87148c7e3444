import type { AuditEntry } from '../audit-entry.js';
import { StoreFailedError } from '../store.errors.js';
import type { WholeFile } from './whole-file.js';

const FORMAT = 1;

/** The last entry that a log is known to contain: if the log ends before it, entries were lost. */
export type LogHead = Pick<AuditEntry, 'version' | 'id' | 'hash'>;

/** The head of a log before its first entry. */
export const NO_ENTRY: LogHead = Object.freeze({ version: 0, id: '', hash: '' });

/**
 * Reads the head of a log from its file; `undefined` if there is no such file.
 *
 * @throws {StoreFailedError} (`STORE_FAILED`) when the file does not contain a head
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it cannot be read
 */
export async function readLogHead(file: WholeFile): Promise<LogHead | undefined> {
  const text = await file.read();
  if (text === undefined) return undefined;
  const head = parsedHead(text);
  if (head !== undefined && logHeadText(head) === text) return head;
  const { store, path } = file.place;
  throw new StoreFailedError(store, `${path} is damaged. Restore the folder from a backup.`);
}

/**
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the file cannot be flushed to the disk; the previous one
 *   then remains
 */
export async function writeLogHead(file: WholeFile, head: LogHead): Promise<void> {
  await file.write(logHeadText(head));
}

/** Returns the content of the file of a head. */
export function logHeadText({ version, id, hash }: LogHead): string {
  return `${JSON.stringify({ format: FORMAT, version, id, hash })}\n`;
}

function parsedHead(text: string): LogHead | undefined {
  try {
    const { version, id, hash } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const isHead = Number.isSafeInteger(version) && typeof id === 'string' && typeof hash === 'string';
    return isHead ? { version: Number(version), id, hash } : undefined;
  } catch {
    return undefined; // reported by the caller
  }
}
