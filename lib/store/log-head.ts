import { removeUnfinished, writeFileAtomically } from './atomic-file.js';
import type { AuditEntry } from './audit-entry.js';
import { isMissingFile, onDisk, type FilePlace } from './on-disk.js';
import { readPrivate } from './private-file.js';
import { StoreFailedError } from './store.errors.js';

const FORMAT = 1;

/** The last entry that a log is known to have: one that ends before it has lost some. */
export type LogHead = Pick<AuditEntry, 'version' | 'id' | 'hash'>;

/** Of a log before its first entry. */
export const NO_ENTRY: LogHead = Object.freeze({ version: 0, id: '', hash: '' });

/**
 * The head in a file beside the log; `undefined` when there is none.
 *
 * @throws {StoreFailedError} (`STORE_FAILED`) when the file is not one
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it cannot be read
 */
export async function readLogHead(place: FilePlace): Promise<LogHead | undefined> {
  const text = await onDisk(place, 'cannot be read', async () => {
    await removeUnfinished(place.path);
    return await readPrivate(place.path).catch(orMissing);
  });
  if (text === undefined) return undefined;
  const head = parsedHead(text);
  if (head !== undefined && logHeadText(head) === text) return head;
  throw new StoreFailedError(place.store, `${place.path} is damaged. Restore the folder from a backup.`);
}

/** @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it could not be made safe; the one before stays then */
export async function writeLogHead(place: FilePlace, head: LogHead): Promise<void> {
  await onDisk(place, 'cannot be written', () => writeFileAtomically(place.path, logHeadText(head)));
}

/** The text of the file. */
export function logHeadText({ version, id, hash }: LogHead): string {
  return `${JSON.stringify({ format: FORMAT, version, id, hash })}\n`;
}

function orMissing(error: unknown): undefined {
  if (!isMissingFile(error)) throw error;
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
