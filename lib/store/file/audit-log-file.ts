import { constants, lstat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AuditEntry } from '../audit-entry.js';
import { auditLine } from '../audit/audit-line.js';
import { StoreFailedError } from '../store.errors.js';
import { syncDirectory } from './atomic-file.js';
import { fileLines, type FileLine } from './file-lines.js';
import { onDisk, refusalOf, type FilePlace } from './on-disk.js';
import { openPrivate, preparePrivateFolder } from './private-file.js';

const { O_RDWR, O_CREAT, O_APPEND } = constants;

/**
 * A log file in JSON Lines format, written by one process. It only grows, and an append is on the disk once its promise
 * resolves.
 */
export class AuditLogFile {
  readonly place: FilePlace;
  readonly #file: FileHandle;
  #size: number;
  #torn = false;

  private constructor(place: FilePlace, file: FileHandle, size: number) {
    this.place = place;
    this.#file = file;
    this.#size = size;
  }

  /** @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the file cannot be opened for writing */
  static async open(place: FilePlace): Promise<AuditLogFile> {
    return await onDisk(place, 'cannot be opened', async () => {
      await preparePrivateFolder(place.store, dirname(place.path));
      const file = await openPrivate(place.path, O_RDWR | O_CREAT | O_APPEND);
      try {
        await syncDirectory(dirname(place.path));
        return new AuditLogFile(place, file, (await file.stat()).size);
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  /** The length of the file in bytes, without the remains of a failed append. */
  get size(): number {
    return this.#size;
  }

  /** Reads the lines of the file from the offset `start` on, in bytes. */
  lines(start: number): AsyncGenerator<FileLine, void, void> {
    return fileLines(this.place.path, start, this.#size);
  }

  /**
   * Appends the entries atomically: after a crash, the file contains all of them or none.
   *
   * @param signal if it is aborted before the entries are on the disk, they are removed again
   * @returns the offset of the line of the last entry, in bytes
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the entries cannot be flushed to the disk; with
   *   `isRefusal` if none of them remains in the file
   * @throws {StoreFailedError} (`STORE_FAILED`) when another process has changed the file
   */
  async append(entries: readonly AuditEntry[], signal?: AbortSignal): Promise<number> {
    const lines = entries.map((entry) => Buffer.from(auditLine(entry)));
    return await onDisk(this.place, 'cannot be written', async () => {
      await this.#truncate();
      await this.check();
      this.#torn = true; // until the lines are on the disk
      try {
        await this.#file.appendFile(Buffer.concat(lines));
        await this.#file.datasync();
        signal?.throwIfAborted();
      } catch (error) {
        throw await this.#undoAppend(error);
      }
      this.#torn = false;
      for (const line of lines) this.#size += line.length;
      return this.#size - (lines.at(-1)?.length ?? 0);
    });
  }

  /**
   * Removes an incomplete append that a crash left at the end of the file, and flushes the file to the disk.
   *
   * @param size the offset at which the last complete append ends, in bytes
   * @throws {StoreFailedError} (`STORE_FAILED`) when another process has changed the file since it was opened
   */
  async settle(size: number): Promise<void> {
    await this.check();
    this.#torn = size < this.#size;
    this.#size = size;
    await onDisk(this.place, 'cannot be written', async () => {
      if (this.#torn) await this.#truncate();
      else await this.#file.datasync();
    });
  }

  /**
   * Checks that the file still exists and that no other process has changed it.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it does not exist
   * @throws {StoreFailedError} (`STORE_FAILED`) when another process has changed it
   */
  async check(): Promise<void> {
    const [there, opened] = await onDisk(this.place, 'cannot be read', () =>
      Promise.all([lstat(this.place.path), this.#file.stat()]),
    );
    const isOther = there.ino !== opened.ino || there.dev !== opened.dev; // replaced: no reader would see further entries
    if (!isOther && (this.#torn || there.size === this.#size)) return;
    throw new StoreFailedError(
      this.place.store,
      `another process has changed ${this.place.path}. Give every process a folder of its own, and restart this one.`,
    );
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /**
   * Removes a failed append, so that the next start does not find it. If that fails, it is retried before the next
   * append; until then, the outcome is unknown.
   *
   * @returns the error for the writer
   */
  async #undoAppend(failure: unknown): Promise<unknown> {
    try {
      await this.#truncate();
      return refusalOf(this.place, failure);
    } catch {
      return failure;
    }
  }

  async #truncate(): Promise<void> {
    if (!this.#torn) return;
    await this.#file.truncate(this.#size);
    await this.#file.datasync();
    this.#torn = false;
  }
}
