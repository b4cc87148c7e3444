import { basename, join, resolve } from 'node:path';
import { pathOption, wholeNumberOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { partNameFrom, partNameOption } from '../../internal/options/part-name.js';
import { messageOf } from '../../internal/message-of.js';
import { SerialQueue } from '../../internal/serial-queue.js';
import type { AuditEntry, AuditQuery } from '../audit-entry.js';
import type { AuditProblem } from '../audit/audit-problem.js';
import type { AuditVerifier } from '../audit/audit-verifier.js';
import type { FlagStore, StickyDocument, StoreContent, StoreListener, StorePosition } from '../flag-store.js';
import { LeaseMemory } from '../memory/lease-memory.js';
import { assertAppendArguments, assertQueryArgument } from '../store-arguments.js';
import { StoreListeners } from '../store-listeners.js';
import { StoreFailedError, StoreUnavailableError } from '../store.errors.js';
import type { FlagUsageDelta, FlagUsageReport } from '../usage/flag-usage.js';
import { DocumentsOnDisk } from './documents-on-disk.js';
import { FolderLock } from './folder-lock.js';
import { StickyFile } from './sticky-file.js';
import { UsageFile } from './usage-file.js';

/** The options of {@link FileStore}. */
export interface FileStoreOptions {
  /** The maximum number of units with sticky variants; the least recently used are dropped. @default 100,000 */
  readonly maxUnits?: number | undefined;
  /** The name in `status()`, errors and logs. @default 'file-store:' and the folder's name */
  readonly name?: string | undefined;
}

const storeOptions = new OptionsSchema<FileStoreOptions>('FileStore', {
  maxUnits: wholeNumberOption(1),
  name: partNameOption,
});

/**
 * A store in a folder, for one process; its data survives restarts and crashes of the process. The folder contains:
 *
 * - `audit.jsonl`: every change as a line of JSON, flushed to the disk before the change takes effect. The file only
 *   grows, and all flags, segments, overrides and schedules can be rebuilt from it; an entry without `stateHash`
 *   belongs to the same append as the next one.
 * - `head.json`: the last acknowledged entry, which reveals that entries are missing from the log.
 * - `state.json`: the documents as of one entry, so that a start need not read the whole log.
 * - `sticky.jsonl`: the sticky variants of units.
 * - `usage.json`: how flags were used, with the option `usage`.
 * - `lock.*`: present while the store is open; identifies the process that uses the folder. A process that was killed
 *   does not block others.
 *
 * Methods throw a `StoreUnavailableError` (`STORE_UNAVAILABLE`) when the file system fails or another process or object
 * uses the folder, and a `StoreFailedError` (`STORE_FAILED`) when files are damaged, do not belong together, or were
 * changed by another process. Both name the file and the remedy.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option, or when the folder is not a path
 * @example new FileStore('/var/lib/shop/flags')
 */
export class FileStore implements FlagStore {
  readonly name: string;
  readonly isLocal = true;
  readonly #folder: string;
  readonly #listeners = new StoreListeners();
  readonly #leases = new LeaseMemory();
  readonly #sticky: StickyFile;
  readonly #usage: UsageFile;
  readonly #queue = new SerialQueue();
  readonly #stickyQueue = new SerialQueue(); // separate, so that a change need not wait for them
  readonly #usageQueue = new SerialQueue();
  #lock: Promise<FolderLock> | undefined;
  #documents: DocumentsOnDisk | undefined;
  #verifier: AuditVerifier | undefined;
  #closed = false;

  constructor(folder: string, options: FileStoreOptions = {}) {
    const { maxUnits = 100_000, name } = storeOptions.read(options);
    this.#folder = resolve(pathOption(folder, 'The folder of FileStore'));
    this.name = name ?? partNameFrom(`file-store:${basename(this.#folder)}`);
    this.#sticky = new StickyFile({ store: this.name, path: join(this.#folder, 'sticky.jsonl') }, maxUnits);
    this.#usage = new UsageFile({ store: this.name, path: join(this.#folder, 'usage.json') });
  }

  read(verifier?: AuditVerifier): Promise<StoreContent> {
    this.#verifier ??= verifier;
    return this.#queue.run(async () => (await this.#intact()).read());
  }

  async append(entries: readonly AuditEntry[], last: StorePosition, signal?: AbortSignal): Promise<boolean> {
    assertAppendArguments(entries, last);
    return await this.#queue.run(async () => {
      signal?.throwIfAborted(); // the caller stopped waiting in the meantime
      const documents = await this.#opened();
      const isAdded = await documents.append(entries, last, signal);
      if (!isAdded) return false;
      this.#listeners.changed(entries, last);
      void this.#queue.run(() => documents.saveIfDue()); // not awaited: the change is already stored
      return true;
    });
  }

  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    assertQueryArgument(query);
    const documents = await this.#queue.run(() => this.#intact());
    return await documents.query(query); // outside of the queue, so that a long log delays no change
  }

  /** Reads all files again, in pieces, while changes are still possible. */
  async *storedEntries(): AsyncGenerator<AuditEntry | AuditProblem, void, void> {
    const stored = await this.#queue.run(async () => {
      const documents = await this.#opened();
      return { version: documents.read().position.version, entries: await documents.storedEntries() };
    });
    yield* stored.entries;
    try {
      await this.#queue.run(() => this.#intact()); // the log was not replaced or extended by another process
    } catch (error) {
      if (!(error instanceof StoreFailedError)) throw error;
      yield { kind: 'state', version: stored.version, message: messageOf(error) };
    }
  }

  watch(listener: StoreListener): () => void {
    return this.#listeners.add(listener);
  }

  readSticky(units: readonly string[]): Promise<readonly StickyDocument[]> {
    return this.#aside(this.#stickyQueue, () => this.#sticky.read(units));
  }

  writeSticky(documents: readonly StickyDocument[]): Promise<readonly StickyDocument[]> {
    return this.#aside(this.#stickyQueue, () => this.#sticky.write(documents));
  }

  addUsage(delta: FlagUsageDelta): Promise<void> {
    return this.#aside(this.#usageQueue, () => this.#usage.add(delta));
  }

  readUsage(): Promise<FlagUsageReport | undefined> {
    return this.#aside(this.#usageQueue, () => this.#usage.read());
  }

  lease(name: string, holder: string, milliseconds: number): boolean {
    return this.#leases.take(name, holder, milliseconds);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stickyQueue.run(() => this.#sticky.close());
    await this.#usageQueue.idle();
    await this.#queue.run(async () => {
      const [documents, lock] = [this.#documents, this.#lock];
      this.#documents = this.#lock = undefined;
      try {
        await documents?.close();
      } finally {
        await (await lock?.catch(() => undefined))?.release();
      }
    });
  }

  /** Works on a file that does not belong to the log. */
  async #aside<T>(queue: SerialQueue, work: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    return await queue.run(async () => {
      await this.#locked();
      return await work();
    });
  }

  async #intact(): Promise<DocumentsOnDisk> {
    const documents = await this.#opened();
    await documents.check();
    return documents;
  }

  /** Opens the files when they are first needed, and again after a failure. */
  async #opened(): Promise<DocumentsOnDisk> {
    this.#assertOpen();
    await this.#locked();
    return (this.#documents ??= await DocumentsOnDisk.open(this.name, this.#folder, this.#verifier));
  }

  /** Locks the folder when it is first needed, and again after a failure. */
  async #locked(): Promise<void> {
    const lock = (this.#lock ??= FolderLock.take({ store: this.name, path: this.#folder }));
    try {
      if (!(await lock).isLost) return;
    } catch (error) {
      if (this.#lock === lock) this.#lock = undefined;
      throw error;
    }
    throw new StoreFailedError(
      this.name,
      `another process has locked ${this.#folder}, because this process did not renew its claim for a minute: restart it.`,
    );
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreUnavailableError(this.name, 'it is closed. Create a new FileStore.');
  }
}
