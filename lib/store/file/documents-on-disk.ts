import { join } from 'node:path';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import type { AuditEntry, AuditQuery } from '../audit-entry.js';
import { isAuditEntry } from '../audit/audit-line.js';
import type { AuditProblem } from '../audit/audit-problem.js';
import type { AuditVerifier } from '../audit/audit-verifier.js';
import type { StoreContent, StorePosition } from '../flag-store.js';
import { queryLog } from '../query-log.js';
import type { StoredDocuments } from '../stored-documents.js';
import { AuditLogFile } from './audit-log-file.js';
import { NO_ENTRY, readLogHead, writeLogHead, type LogHead } from './log-head.js';
import { onDisk, refusalOf } from './on-disk.js';
import { replayLog, type ReplayedLog } from './replay-log.js';
import type { LogPlace } from './search-log.js';
import { readCheckpoint, writeCheckpoint } from './store-checkpoint.js';
import { storedEntries } from './stored-entries.js';
import { WholeFile } from './whole-file.js';

const CHECKPOINT_EVERY = 100; // entries, which a start reads again within a few milliseconds
/**
 * One entry per this many documents must be added before the next checkpoint, so that its cost per entry stays
 * constant.
 */
const DOCUMENTS_PER_ENTRY = 10;

interface FilesBesideLog {
  readonly checkpoint: WholeFile;
  readonly head: WholeFile;
}

/** The log of a store in a folder, and the documents that result from it. Its writes must not overlap. */
export class DocumentsOnDisk {
  readonly #log: AuditLogFile;
  readonly #checkpoint: WholeFile;
  readonly #head: WholeFile;
  readonly #documents: StoredDocuments;
  #position: StorePosition;
  #offset: number;
  #entries: number; // since the checkpoint
  #last: LogHead | undefined; // the last entry that was added here
  #savedHead: LogHead | undefined; // as last read from its file or written to it
  #answered: LogPlace | undefined; // the end of the last result, where the query for the next page starts

  private constructor(log: AuditLogFile, files: FilesBesideLog, replayed: ReplayedLog, head: LogHead | undefined) {
    this.#log = log;
    this.#checkpoint = files.checkpoint;
    this.#head = files.head;
    this.#savedHead = head;
    this.#documents = replayed.documents;
    this.#position = replayed.position;
    this.#offset = replayed.offset;
    this.#entries = replayed.entries;
  }

  /**
   * @param store the store's name, for errors
   * @param verifier verifies the entries that are read; if absent, only their format is checked
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the files cannot be opened
   * @throws {StoreFailedError} (`STORE_FAILED`) when they are damaged, were edited, or do not belong together
   */
  static async open(store: string, folder: string, verifier?: AuditVerifier): Promise<DocumentsOnDisk> {
    const checkpoint = new WholeFile({ store, path: join(folder, 'state.json') });
    const head = new WholeFile({ store, path: join(folder, 'head.json') });
    const place = { store, path: join(folder, 'audit.jsonl') };
    const log = await AuditLogFile.open(place);
    try {
      const known = { checkpoint: await readCheckpoint(checkpoint), head: await readLogHead(head), verifier };
      const replayed = await onDisk(place, 'cannot be read', () => replayLog(log, known));
      await log.settle(replayed.end); // after a power failure, a checkpoint must not be newer than the log
      return new DocumentsOnDisk(log, { checkpoint, head }, replayed, known.head);
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  read(): StoreContent {
    return { position: this.#position, documents: this.#documents.all() };
  }

  /** @returns `false`, without writing anything, when `last` is not the last entry */
  async append(entries: readonly AuditEntry[], { version, id }: StorePosition, signal?: AbortSignal): Promise<boolean> {
    if (version !== this.#position.version || id !== this.#position.id) return false;
    const last = entries.at(-1);
    if (last === undefined) return true;
    assertOneAppend(entries);
    if (this.#savedHead === undefined) await this.#beginHead();
    this.#offset = await this.#log.append(entries, signal);
    for (const entry of entries) this.#documents.apply(entry);
    this.#position = Object.freeze({ version: last.version, id: last.id });
    this.#last = last;
    this.#entries += entries.length;
    return true;
  }

  /**
   * Updates the other files after an append: writes the head and, after enough entries for the number of documents, a
   * checkpoint. Never rejects.
   */
  async saveIfDue(): Promise<void> {
    await this.#saveHead();
    if (this.#entries >= Math.max(CHECKPOINT_EVERY, this.#documents.size / DOCUMENTS_PER_ENTRY)) await this.#save();
  }

  /** Checks that the log still exists and that no other process has changed it. */
  async check(): Promise<void> {
    await this.#log.check();
  }

  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    const { version } = this.#position;
    if (query.after !== undefined && query.after >= version) return [];
    const known = version === 0 ? [] : [{ version, offset: this.#offset }];
    if (this.#answered !== undefined) known.push(this.#answered);
    const { entries, last } = await onDisk(this.#log.place, 'cannot be read', () => queryLog(this.#log, query, known));
    if (last !== undefined) this.#answered = last;
    return entries;
  }

  /**
   * Returns all current entries as they are stored on disk, and the problems of the files. Must not be called during a
   * write; the result may be read while entries are added.
   */
  async storedEntries(): Promise<AsyncGenerator<AuditEntry | AuditProblem, void, void>> {
    const changed: string[] = [];
    for (const file of [this.#head, this.#checkpoint]) if (!(await file.isUnchanged())) changed.push(file.place.path);
    return storedEntries({
      lines: this.#log.lines(0),
      size: this.#log.size,
      position: this.#position,
      head: this.#last ?? this.#savedHead,
      path: this.#log.place.path,
      changed,
    });
  }

  async close(): Promise<void> {
    await this.#saveHead();
    if (this.#entries > 0) await this.#save();
    await this.#log.close();
  }

  /** Writes the first head, so that a log without a head is known to have lost it. */
  async #beginHead(): Promise<void> {
    try {
      await writeLogHead(this.#head, NO_ENTRY);
      this.#savedHead = NO_ENTRY;
    } catch (error) {
      throw refusalOf(this.#head.place, error);
    }
  }

  /** Writes the head. If this fails, the file stays older than the log until the next append. */
  async #saveHead(): Promise<void> {
    const last = this.#last;
    if (last === undefined || last.hash === this.#savedHead?.hash) return;
    try {
      await this.#log.check(); // the log of another process has another head
      await writeLogHead(this.#head, last);
      this.#savedHead = last;
    } catch {
      // retried after the next append, which reports any problem with the disk
    }
  }

  /** Writes a checkpoint. Failures are ignored: the log is authoritative, and a start only has to read more of it. */
  async #save(): Promise<void> {
    try {
      await this.#log.check(); // the checkpoint would not match the log of another process
      const content = { position: this.#position, offset: this.#offset, documents: this.#documents.all() };
      await writeCheckpoint(this.#checkpoint, content);
      this.#entries = 0;
    } catch {
      // retried after the next append, which reports any problem with the disk
    }
  }
}

/** Checks that only the last entry has a `stateHash`, by which a start recognizes a complete append after a crash. */
function assertOneAppend(entries: readonly AuditEntry[]): void {
  const areMarked = entries.every((entry, i) => (entry.stateHash !== undefined) === (i === entries.length - 1));
  if (areMarked && entries.every(isAuditEntry)) return;
  throw new InvalidOptionsError(
    'FileStore requires complete entries with their hashes, and "stateHash" only on the last one.',
  );
}
