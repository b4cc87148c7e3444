import type { StickyAssignment } from '../engine/allocation/sticky.js';
import type { AuditEntry, AuditQuery } from './audit-entry.js';
import type { AuditProblem } from './audit/audit-problem.js';
import type { AuditVerifier } from './audit/audit-verifier.js';
import type { StoredDocument } from './stored-document.js';

/** Where a store stands, or somebody who follows it: at its last entry. */
export interface StorePosition {
  /** The entry's version; 0 before the first one. */
  readonly version: number;
  /** The entry's id; empty before the first one. Tells a store that was put back from one that has gone on. */
  readonly id: string;
}

/** Everything that a store holds but its log, at one instant. */
export interface StoreContent {
  readonly position: StorePosition;
  readonly documents: readonly StoredDocument[];
}

/** Told of what happens to a store. Its methods never throw. */
export interface StoreListener {
  /**
   * Entries were added, by whichever instance. Without them, or without `after`, the listener has to ask for them.
   *
   * The listener puts these entries in force. Pass only entries that this object has appended or has read from the log,
   * never the content of a message: for that, call {@link StoreListener.announced}.
   *
   * @param entries the new ones, oldest first, those of one append or more; what was added before may not have been told
   * @param after what they were added behind, by which the listener tells that they follow what it knows
   */
  changed(entries?: readonly AuditEntry[], after?: StorePosition): void;
  /**
   * A message says that entries were added. Anyone may have sent it: the listener reads the log, unless it is at this
   * position or has passed it. False messages cost a bounded number of reads and change nothing.
   *
   * @param position where the log stands according to the message; absent when it does not say
   */
  announced(position?: StorePosition): void;
  /** Changes are no longer received, until {@link StoreListener.resumed}. */
  lost(error: unknown): void;
  /** Changes are received again, from now on. */
  resumed(): void;
}

/** The variant that one unit keeps of one flag. */
export interface StickyDocument {
  /** The attribute's path and the unit, such as `userId:ada`. */
  readonly unit: string;
  readonly flag: string;
  readonly assignment: StickyAssignment;
  /** For a write: what the writer has found, and redrawn because it is no longer served. */
  readonly replaces?: StickyAssignment | undefined;
}

/**
 * Where flags, segments, overrides and scheduled changes are kept, with the log of all changes: in memory, in a file, in
 * Redis, or where a store of your own keeps them. Instances that share a store share all of these.
 *
 * A store is a log of entries, numbered without gaps, and the documents that the entries have led to; see
 * `documentOf`. Methods may answer at once or by a promise. What they throw means that the store is away and the
 * call may be tried again; a `StoreFailedError` means that an operator has to fix what is stored.
 */
export interface FlagStore {
  /** Tells this store from providers in errors, logs and `status()`. */
  readonly name: string;

  /** Whether nobody else can write to it, so that it need not be polled for missed changes. @default false */
  readonly isLocal?: boolean | undefined;

  /**
   * Everything that is stored. Called first, and again when changes may have been missed.
   *
   * @param verifier for a store that makes its documents from its log when it is opened: verifies what it reads
   */
  read(verifier?: AuditVerifier): StoreContent | Promise<StoreContent>;

  /**
   * Adds entries behind `last` and makes their changes to the documents: all of it or nothing, and safe once it answers.
   *
   * @param entries one or more, the first with the version after that of `last`; all members have to be kept, as they are
   *   hashed
   * @param last what the writer knows to be the last entry
   * @param signal is aborted when the answer is not waited for any longer: what is not stored by then should not be stored
   *   later, where the store can see to that
   * @returns `false` when the last entry is another one, because somebody else was faster: nothing is written then
   */
  append(entries: readonly AuditEntry[], last: StorePosition, signal?: AbortSignal): boolean | Promise<boolean>;

  /** The entries that are still kept and match. A store may forget its oldest ones, never its documents. */
  query(query: AuditQuery): readonly AuditEntry[] | Promise<readonly AuditEntry[]>;

  /**
   * All entries that are kept, oldest first, as they are stored at this moment rather than as this object knows them. The
   * first thing that is wrong with what is stored is given in the place of an entry, and ends it. For `verifyAuditLog()`,
   * which verifies the hashes. Absent: it asks {@link query}.
   */
  storedEntries?(): AsyncIterable<AuditEntry | AuditProblem>;

  /**
   * Tells of every change from now on, those made through this object included. Absent when the store cannot: then it
   * is read again every `storePoll`.
   *
   * @returns what ends it
   */
  watch?(listener: StoreListener): (() => void | Promise<void>) | Promise<() => void | Promise<void>>;

  /** What units keep of sticky flags. Absent with {@link writeSticky}: each instance remembers its own. */
  readSticky?(units: readonly string[]): readonly StickyDocument[] | Promise<readonly StickyDocument[]>;

  /**
   * Keeps what was served, with its version. An existing assignment of a unit and flag stays, unless its version is lower, or
   * it is the one that the write `replaces`.
   *
   * @returns what each of them now keeps, in the same order
   */
  writeSticky?(documents: readonly StickyDocument[]): readonly StickyDocument[] | Promise<readonly StickyDocument[]>;

  /**
   * Gives the lease to one holder at a time, and prolongs it for that one. It saves work, and nothing depends on it:
   * `append` alone decides who wins. Absent: everybody tries.
   *
   * @param milliseconds how long the holder has it
   * @returns whether the holder has it now
   */
  lease?(name: string, holder: string, milliseconds: number): boolean | Promise<boolean>;

  /**
   * The time by which what all instances share becomes due, in milliseconds since 1970: one clock for all of them. Absent:
   * each instance goes by its own.
   */
  now?(): number | Promise<number>;

  /** Gives back connections and handles; may be called twice. */
  close?(): void | Promise<void>;
}

/** Where every store begins. */
export const START: StorePosition = Object.freeze({ version: 0, id: '' });
