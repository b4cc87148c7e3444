import type { UnchainedEntry } from '../../store/audit/audit-chain.js';

/** The part of a log entry that a change determines; the writer adds id, version, time and hashes. */
export type AuditRecord = Omit<UnchainedEntry, 'id' | 'version' | 'time'>;

/** One change, planned for the state in force. */
export interface Change {
  /** The changes of single documents; either all or none are stored. */
  readonly records: readonly AuditRecord[];
  /**
   * Applies the parts of the change that are not stored in the store, before the change is announced. Must not throw.
   */
  readonly apply?: (() => void) | undefined;
  /** Why part of the request failed; thrown to the caller after the rest is recorded. */
  readonly failure?: Error | undefined;
}

/** `undefined` when there is nothing to do. */
export type PlannedChange = Change | undefined | Promise<Change | undefined>;

/** Plans one change for the state in force when it is called. It throws to reject the change. */
export type ChangePlan = () => PlannedChange;
