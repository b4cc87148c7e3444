import { randomUUID } from 'node:crypto';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { UnchainedEntry } from '../../store/audit/audit-chain.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { StoreHistory } from '../../store/store-history.js';
import type { AuditRecord, Change } from './change.js';

/** What the entries of a change follow. */
export interface CommitBase {
  /** What is known of the store. */
  readonly known: StoreHistory;
  /** How often the store was read as a whole, so that entries before that may never have been seen here. */
  readonly gaps: number;
}

/** What this instance knows of one change that it makes, across all attempts to store it. */
export class Commit {
  /** Ids of this commit's entries; stable across retries. */
  readonly #ids: string[] = [];
  readonly #own = new Set<string>();
  /** The entries that were found in the log, by id. */
  readonly #confirmed = new Map<string, AuditEntry>();
  /** The name of the history that begins with this commit when the store is empty. */
  readonly #newHistory = randomUUID();
  /** The change as it was sent last. */
  #change: Change | undefined;
  /** The `gaps` at the first attempt whose outcome is unknown. */
  #doubtfulSince: number | undefined;
  /** The same before the last attempt. */
  #doubtfulBefore: number | undefined;

  /** Whether the store was asked to store it. */
  get wasSent(): boolean {
    return this.#change !== undefined;
  }

  /** Why part of the change could not be done. */
  get failure(): Error | undefined {
    return this.#change?.failure;
  }

  /** Whether its entries were found in the log. */
  get isConfirmed(): boolean {
    return this.#confirmed.size > 0;
  }

  /** Its entries, as they were found in the log. */
  get entries(): readonly AuditEntry[] {
    return [...this.#confirmed.values()];
  }

  /** Whether the store may have stored it without an answer. */
  get isInDoubt(): boolean {
    return this.#doubtfulSince !== undefined;
  }

  /** Whether its entries may be in the log and were never seen here: the log was not read entry by entry since. */
  mayBeMissed(gaps: number): boolean {
    return this.#doubtfulSince !== undefined && this.#doubtfulSince !== gaps;
  }

  /** The entries of a change that is about to be sent. From now on its outcome is unknown. */
  send(change: Change, { known, gaps }: CommitBase, time: string): readonly UnchainedEntry[] {
    this.#change = change;
    this.#doubtfulBefore = this.#doubtfulSince;
    this.#doubtfulSince ??= gaps;
    const history = known.version === 0 ? this.#newHistory : known.history;
    return change.records.map((record, i): UnchainedEntry => {
      const id = this.#idOf(i);
      const version = known.version + 1 + i;
      return { id, version, time, ...versioned(record, version), ...(history === undefined ? {} : { history }) };
    });
  }

  /** Takes the answer that what was sent last was not stored. Earlier attempts may be in doubt all the same. */
  markNotStored(): void {
    this.#doubtfulSince = this.#doubtfulBefore;
  }

  /**
   * Takes an entry of the log; the first one of this commit puts in force what the store does not hold.
   *
   * @returns whether the entry is one of this commit
   */
  confirm(entry: AuditEntry): boolean {
    if (!this.#own.has(entry.id)) return false;
    if (!this.isConfirmed) this.#change?.apply?.();
    this.#confirmed.set(entry.id, entry);
    return true;
  }

  #idOf(index: number): string {
    const id = (this.#ids[index] ??= randomUUID());
    this.#own.add(id);
    return id;
  }
}

/** A definition that the store holds, or a schedule, has the version of its entry. */
function versioned(record: AuditRecord, version: number): AuditRecord {
  const { after } = record;
  if (after === null || record.provider !== undefined || auditedKind(record.action) === 'override') return record;
  return { ...record, after: { ...after, version } };
}
