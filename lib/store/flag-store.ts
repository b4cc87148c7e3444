import type { StickyAssignment } from '../engine/allocation/sticky.js';
import type { AuditEntry, AuditQuery } from './audit-entry.js';
import type { AuditProblem } from './audit/audit-problem.js';
import type { AuditVerifier } from './audit/audit-verifier.js';
import type { StoredDocument } from './stored-document.js';
import type { FlagUsageDelta, FlagUsageReport } from './usage/flag-usage.js';

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
   * Reports that entries were added, by any instance. Without `entries` or `after`, the listener queries the store.
   *
   * The listener puts these entries in force. Pass only entries that this object has appended or has read from the log,
   * never the content of a message: for that, call {@link StoreListener.announced}.
   *
   * @param entries the new entries, oldest first, of one append or more; earlier ones may not have been reported
   * @param after the position before the entries, by which the listener detects whether it has missed earlier ones
   */
  changed(entries?: readonly AuditEntry[], after?: StorePosition): void;
  /**
   * Reports a message that entries were added. Since anyone may have sent it, the listener reads the log, unless it has
   * already reached this position. False messages cause a bounded number of reads and change nothing.
   *
   * @param position the position of the log according to the message; absent if the message contains none
   */
  announced(position?: StorePosition): void;
  /**
   * Reports that changes are no longer received, until {@link StoreListener.resumed} or
   * {@link StoreListener.unannounced} is called.
   */
  lost(error: unknown): void;
  /**
   * Reports that changes are not announced although the store is available, until {@link StoreListener.resumed} is
   * called. The listener then finds them by polling.
   *
   * @param reason why, and how to change that, without a period at its end; it is logged and shown in `status()`
   */
  unannounced(reason: string): void;
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
 * Stores flags, segments, overrides and scheduled changes, with the log of all changes: in memory, in a file, in Redis,
 * or in a store of your own. Instances that share a store share all of these.
 *
 * A store consists of a log of entries, numbered without gaps, and the documents that result from the entries; see
 * `documentOf`. Methods may return a value or a promise. An error means that the store is unavailable and the call may
 * be retried; a `StoreFailedError` means that an operator must repair the stored data.
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
   * Appends entries after `last` and applies their changes to the documents, atomically. The entries must be durable
   * when the call returns or its promise resolves.
   *
   * @param entries one or more entries, the first with the version after that of `last`; all members must be stored,
   *   because they are part of the hash
   * @param last the last entry of the store, as far as the writer knows
   * @param signal aborted when the caller no longer waits for the result: if possible, entries that are not stored by
   *   then should not be stored later
   * @returns `false`, without writing anything, if the store has another last entry because another writer was faster
   */
  append(entries: readonly AuditEntry[], last: StorePosition, signal?: AbortSignal): boolean | Promise<boolean>;

  /**
   * Returns the matching entries that the store still has. A store may drop its oldest entries, but never its
   * documents.
   */
  query(query: AuditQuery): readonly AuditEntry[] | Promise<readonly AuditEntry[]>;

  /**
   * Yields all entries that the store has, oldest first, as they are stored now, bypassing any cache. The first problem
   * with the stored data is yielded instead of an entry, and ends the iteration. Used by `verifyAuditLog()`, which
   * verifies the hashes. If it is absent, {@link query} is used.
   */
  storedEntries?(): AsyncIterable<AuditEntry | AuditProblem>;

  /**
   * Notifies the listener of every change from now on, including those made through this object. If it is absent, the
   * store is read again every `storePoll`.
   *
   * @returns a function that stops the notifications
   */
  watch?(listener: StoreListener): (() => void | Promise<void>) | Promise<() => void | Promise<void>>;

  /** Returns the sticky assignments of units. Absent, together with {@link writeSticky}: each instance keeps its own. */
  readSticky?(units: readonly string[]): readonly StickyDocument[] | Promise<readonly StickyDocument[]>;

  /**
   * Stores sticky assignments with their versions. An existing assignment of a unit and flag is kept, unless its
   * version is lower, or the write `replaces` it.
   *
   * @returns the assignments that are now in force, in the same order
   */
  writeSticky?(documents: readonly StickyDocument[]): readonly StickyDocument[] | Promise<readonly StickyDocument[]>;

  /**
   * Adds the answers that one instance has served to those of all instances, atomically. A delta with a sequence number
   * that is not higher than that of the instance's last one has been added before, and is ignored; that number may be
   * forgotten after a day. Absent, together with {@link readUsage}: each instance knows only its own usage.
   */
  addUsage?(delta: FlagUsageDelta): void | Promise<void>;

  /** Returns the usage of all instances; `undefined` if none was added. */
  readUsage?(): FlagUsageReport | undefined | Promise<FlagUsageReport | undefined>;

  /**
   * Grants the lease to one holder at a time, and extends it for that holder. It only saves work: `append` alone
   * decides which writer wins. If it is absent, every instance tries.
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
