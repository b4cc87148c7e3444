import type { StickyAssignment } from '../engine/allocation/sticky.js';
import type { AuditEntry, AuditQuery } from './audit-entry.js';
import type { AuditProblem } from './audit/audit-problem.js';
import type { AuditVerifier } from './audit/audit-verifier.js';
import type { StoredDocument } from './stored-document.js';

/** The position of a store, or of a reader that follows it: its last entry. */
export interface StorePosition {
  /** The entry's version; 0 before the first one. */
  readonly version: number;
  /** The entry's id; empty before the first one. It distinguishes a store that was rolled back from one that has moved on. */
  readonly id: string;
}

/** The content of a store except its log, at one instant. */
export interface StoreContent {
  /** The last entry whose change the documents contain. */
  readonly position: StorePosition;
  /** All documents. */
  readonly documents: readonly StoredDocument[];
}

/** Receives the events of a store. Its methods never throw. */
export interface StoreListener {
  /**
   * Reports that entries were added, by any instance. Without them, or without `after`, the listener queries the store.
   *
   * The listener puts these entries in force. Pass only entries that this object has appended or has read from the log,
   * never the content of a message: for that, call {@link StoreListener.announced}.
   *
   * @param entries the new entries, oldest first, of one append or more; earlier ones may not have been reported
   * @param after the position before them, which tells the listener whether they follow its own
   */
  changed(entries?: readonly AuditEntry[], after?: StorePosition): void;
  /**
   * Reports a message that entries were added. Anyone may have sent it: the listener reads the log, unless it is at this
   * position or has passed it. False messages cost a bounded number of reads and change nothing.
   *
   * @param position the position of the log according to the message; absent if the message contains none
   */
  announced(position?: StorePosition): void;
  /** Reports that changes are no longer received, until {@link StoreListener.resumed} is called. */
  lost(error: unknown): void;
  /** Reports that changes are received again. */
  resumed(): void;
}

/** The sticky variant of one flag for one unit. */
export interface StickyDocument {
  /** The attribute's path and the unit, such as `userId:ada`. */
  readonly unit: string;
  /** The key of the flag. */
  readonly flag: string;
  /** The variant, and the version of the flag's sticky assignments. */
  readonly assignment: StickyAssignment;
  /** The assignment that a write replaces, because it is no longer served. */
  readonly replaces?: StickyAssignment | undefined;
}

/**
 * Stores flags, segments, overrides and scheduled changes, with the log of all changes: in memory, in a file, in Redis, or
 * in a store of your own. Instances that share a store share all of these.
 *
 * A store is a log of entries, numbered without gaps, and the documents that the entries have led to; see
 * `documentOf`. Methods may return a value or a promise. An error means that the store is unavailable and the
 * call may be retried; a `StoreFailedError` means that an operator has to repair the stored data.
 */
export interface FlagStore {
  /** Identifies this store in errors, logs and `status()`. */
  readonly name: string;

  /** Whether no other process can write to the store, so that it need not be polled for missed changes. @default false */
  readonly isLocal?: boolean | undefined;

  /**
   * Reads everything that is stored. It is called first, and again when changes may have been missed.
   *
   * @param verifier for a store that builds its documents from its log: verifies what it reads
   */
  read(verifier?: AuditVerifier): StoreContent | Promise<StoreContent>;

  /**
   * Appends entries after `last` and applies their changes to the documents, atomically. They are durable once it resolves.
   *
   * @param entries one or more, the first with the version after that of `last`; all members have to be kept, as they are
   *   hashed
   * @param last what the writer knows to be the last entry
   * @param signal is aborted when the answer is not waited for any longer: what is not stored by then should not be stored
   *   later, where the store can see to that
   * @returns `false` when the last entry is another one, because another writer was faster: then nothing is written
   */
  append(entries: readonly AuditEntry[], last: StorePosition, signal?: AbortSignal): boolean | Promise<boolean>;

  /** Returns the entries that are still kept and match. A store may drop its oldest entries, never its documents. */
  query(query: AuditQuery): readonly AuditEntry[] | Promise<readonly AuditEntry[]>;

  /**
   * Yields all entries that are kept, oldest first, as they are stored at this moment, not as this object has cached them.
   * The first problem with the stored data is yielded instead of an entry, and ends the iteration. It is used by
   * `verifyAuditLog()`, which verifies the hashes. Absent: {@link query} is used.
   */
  storedEntries?(): AsyncIterable<AuditEntry | AuditProblem>;

  /**
   * Notifies the listener of every change from now on, including those made through this object. Absent if the store
   * cannot: then it is read again every `storePoll`.
   *
   * @returns a function that stops the notifications
   */
  watch?(listener: StoreListener): (() => void | Promise<void>) | Promise<() => void | Promise<void>>;

  /** Returns the sticky assignments of units. Absent, together with {@link writeSticky}: each instance keeps its own. */
  readSticky?(units: readonly string[]): readonly StickyDocument[] | Promise<readonly StickyDocument[]>;

  /**
   * Stores sticky assignments with their versions. An existing assignment of a unit and flag stays, unless its version is
   * lower, or the write `replaces` it.
   *
   * @returns the assignments that are in force now, in the same order
   */
  writeSticky?(documents: readonly StickyDocument[]): readonly StickyDocument[] | Promise<readonly StickyDocument[]>;

  /**
   * Grants the lease to one holder at a time, and extends it for that holder. It only saves work: `append` alone
   * decides which writer wins. Absent: every instance tries.
   *
   * @param milliseconds the duration of the lease
   * @returns whether the holder has the lease now
   */
  lease?(name: string, holder: string, milliseconds: number): boolean | Promise<boolean>;

  /**
   * Returns the time by which shared changes become due, in milliseconds since 1970: one clock for all instances. Absent:
   * each instance uses its own.
   */
  now?(): number | Promise<number>;

  /** Releases connections and handles. It may be called twice. */
  close?(): void | Promise<void>;
}

/** The position of a store without entries. */
export const START: StorePosition = Object.freeze({ version: 0, id: '' });
