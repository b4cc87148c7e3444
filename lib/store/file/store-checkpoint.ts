import { hash } from 'node:crypto';
import { deepFreeze } from '../../engine/json/plain-data.js';
import type { StoreContent } from '../flag-store.js';
import { StoreFailedError } from '../store.errors.js';
import { isStoredDocument } from '../stored-document.js';
import type { WholeFile } from './whole-file.js';

const FORMAT = 2; // 1 had no checksum

/** The content of a store at one of its entries, so that a start need not read the log from the beginning. */
export interface StoreCheckpoint extends StoreContent {
  /** The offset in the log of the line of the entry at `position`, in bytes. */
  readonly offset: number;
}

/**
 * Reads the checkpoint in a file; `undefined` if there is no such file.
 *
 * @throws {StoreFailedError} (`STORE_FAILED`) when the file is not a checkpoint
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it cannot be read
 */
export async function readCheckpoint(file: WholeFile): Promise<StoreCheckpoint | undefined> {
  const text = await file.read();
  if (text === undefined) return undefined;
  const checkpoint = contentOf(text);
  if (isCheckpoint(checkpoint) && checkpointText(checkpoint) === text) return deepFreeze(checkpoint);
  const { store, path } = file.place;
  throw new StoreFailedError(
    store,
    `${path} is damaged, or not of format ${FORMAT}. Restore the folder from a backup, or remove it: everything in it ` +
      'is read from the audit log again.',
  );
}

/**
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the file cannot be flushed to the disk; the previous one
 *   then remains
 */
export async function writeCheckpoint(file: WholeFile, checkpoint: StoreCheckpoint): Promise<void> {
  await file.write(checkpointText(checkpoint));
}

/** The text of the file. Its checksum reveals damage; the entry at its position shows whether it belongs to the log. */
function checkpointText({ position: { version, id }, offset, documents }: StoreCheckpoint): string {
  const content = JSON.stringify({ position: { version, id }, offset, documents });
  return `{"format":${FORMAT},"checksum":"${hash('sha256', content, 'base64url')}","content":${content}}\n`;
}

function contentOf(text: string): unknown {
  try {
    const file: unknown = JSON.parse(text);
    return isObject(file) ? file['content'] : undefined;
  } catch {
    return undefined; // reported by the caller, without the text
  }
}

function isCheckpoint(value: unknown): value is StoreCheckpoint {
  return (
    isObject(value) &&
    isCount(value['offset']) &&
    isObject(value['position']) &&
    isCount(value['position']['version']) &&
    typeof value['position']['id'] === 'string' &&
    Array.isArray(value['documents']) &&
    value['documents'].every(isStoredDocument)
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
