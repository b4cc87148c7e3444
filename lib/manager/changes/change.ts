import type { UnchainedEntry } from '../../store/audit/audit-chain.js';

/** What a change adds to the log; id, version, time and hashes are the writer's. */
export type AuditRecord = Omit<UnchainedEntry, 'id' | 'version' | 'time'>;

/** One change, planned on what is in force. */
export interface Change {
  /** What happens, document by document: all of it or nothing. */
  readonly records: readonly AuditRecord[];
  /** Puts in force what the store does not hold, before the change is announced. Cannot fail. */
  readonly apply?: (() => void) | undefined;
  /** Why part of the request could not be done; thrown to the caller after the rest is recorded. */
  readonly failure?: Error | undefined;
}

/** `undefined` when there is nothing to do. */
export type PlannedChange = Change | undefined | Promise<Change | undefined>;

/** Plans one change on what is in force when it is called. What it throws refuses the change. */
export type ChangePlan = () => PlannedChange;
