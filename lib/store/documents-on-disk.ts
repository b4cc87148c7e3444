import { join } from 'node:path';
import type { AuditEntry, AuditQuery } from './audit-entry.js';
import { AuditLogFile } from './audit-log-file.js';
import type { StoreContent, StorePosition } from './flag-store.js';
import { onDisk, type FilePlace } from './on-disk.js';
import { queryLog } from './query-log.js';
import { replayLog, type ReplayedLog } from './replay-log.js';
import type { LogPlace } from './search-log.js';
import { readCheckpoint, writeCheckpoint } from './store-checkpoint.js';
import type { StoredDocuments } from './stored-documents.js';

const CHECKPOINT_EVERY = 100; // appends: a start reads so many again, within a few milliseconds

/** The log of a store in a folder, and the documents that it has led to. Its writes must not overlap. */
export class DocumentsOnDisk {
  readonly #log: AuditLogFile;
  readonly #checkpoint: FilePlace;
  readonly #documents: StoredDocuments;
  #position: StorePosition;
  #offset: number;
  #appends: number; // since the checkpoint
  #answered: LogPlace | undefined; // the end of the last answer, where who reads page by page goes on

  private constructor(log: AuditLogFile, checkpoint: FilePlace, replayed: ReplayedLog) {
    this.#log = log;
    this.#checkpoint = checkpoint;
    this.#documents = replayed.documents;
    this.#position = replayed.position;
    this.#offset = replayed.offset;
    this.#appends = replayed.appends;
  }

  /**
   * @param store the store's name, for errors
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the files cannot be opened
   * @throws {StoreFailedError} (`STORE_FAILED`) when what is in them does not fit together
   */
  static async open(store: string, folder: string): Promise<DocumentsOnDisk> {
    const checkpoint = { store, path: join(folder, 'state.json') };
    const place = { store, path: join(folder, 'audit.jsonl') };
    const log = await AuditLogFile.open(place);
    try {
      const known = await readCheckpoint(checkpoint);
      const replayed = await onDisk(place, 'cannot be read', () => replayLog(log, known));
      await log.settle(replayed.end); // a checkpoint must never know more than a log that loses its power
      return new DocumentsOnDisk(log, checkpoint, replayed);
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  read(): StoreContent {
    return { position: this.#position, documents: this.#documents.all() };
  }

  /** @returns `false`, with nothing written, when `last` is not the last entry */
  async append(entries: readonly AuditEntry[], { version, id }: StorePosition, signal?: AbortSignal): Promise<boolean> {
    if (version !== this.#position.version || id !== this.#position.id) return false;
    const last = entries.at(-1);
    if (last === undefined) return true;
    this.#offset = await this.#log.append(entries, signal);
    for (const entry of entries) this.#documents.apply(entry);
    this.#position = Object.freeze({ version: last.version, id: last.id });
    this.#appends++;
    return true;
  }

  /** Writes a checkpoint, when enough was added since the last one. Never rejects. */
  async saveIfDue(): Promise<void> {
    if (this.#appends >= CHECKPOINT_EVERY) await this.#save();
  }

  /** Makes sure that the log is still there, and as this process has left it. */
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

  async close(): Promise<void> {
    if (this.#appends > 0) await this.#save();
    await this.#log.close();
  }

  /** Nothing depends on it: the log is the truth, and without this a start reads more of it. */
  async #save(): Promise<void> {
    try {
      await this.#log.check(); // somebody else's log has no use for it
      const content = { position: this.#position, offset: this.#offset, documents: this.#documents.all() };
      await writeCheckpoint(this.#checkpoint, content);
      this.#appends = 0;
    } catch {
      // tried again after the next append, which tells of what is wrong with the disk
    }
  }
}
