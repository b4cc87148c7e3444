import { randomUUID } from 'node:crypto';
import type { Flag } from '../../engine/flag.js';
import { flagWithVersion } from '../../engine/parse/parse-flag.js';
import { segmentWithVersion } from '../../engine/targeting/schema/parse-segment.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { auditedKind, type AuditedKind } from '../../store/audit/audit-actions.js';
import type { UnchainedEntry } from '../../store/audit/audit-chain.js';
import type { AuditedDocument, AuditEntry } from '../../store/audit-entry.js';
import type { StoreHistory } from '../../store/store-history.js';
import type { AuditRecord, Change } from './change.js';

/** The state of the log that the entries of a change follow. */
export interface CommitBase {
  /** The history of the store, as far as this instance has read it. */
  readonly known: StoreHistory;
  /** The number of full reads of the store, each of which may skip entries that this instance has not seen. */
  readonly gaps: number;
}

/** One change of this instance, across all attempts to store it. */
export class Commit {
  /** Ids of this commit's entries; stable across retries. */
  readonly #ids: string[] = [];
  readonly #own = new Set<string>();
  /** The entries that were found in the log, by id. */
  readonly #confirmed = new Map<string, AuditEntry>();
  /** The name of the history that this commit begins if the store is empty. */
  readonly #newHistory = randomUUID();
  /** The change as of the last attempt. */
  #change: Change | undefined;
  /** The `gaps` at the first attempt whose outcome is unknown. */
  #doubtfulSince: number | undefined;
  /** The value of `#doubtfulSince` before the last attempt. */
  #doubtfulBefore: number | undefined;

  /** Whether the commit was sent to the store. */
  get wasSent(): boolean {
    return this.#change !== undefined;
  }

  /** Why part of the change failed. */
  get failure(): Error | undefined {
    return this.#change?.failure;
  }

  /** Whether its entries were found in the log. */
  get isConfirmed(): boolean {
    return this.#confirmed.size > 0;
  }

  /** The commit's entries, as they were found in the log. */
  get entries(): readonly AuditEntry[] {
    return [...this.#confirmed.values()];
  }

  /** Whether the store may have stored it although no answer arrived. */
  get isInDoubt(): boolean {
    return this.#doubtfulSince !== undefined;
  }

  /**
   * Whether its entries may be in the log without having been read here, because a full read has skipped entries since
   * then.
   */
  mayBeMissed(gaps: number): boolean {
    return this.#doubtfulSince !== undefined && this.#doubtfulSince !== gaps;
  }

  /** Creates the entries of a change that is about to be sent. From now on, its outcome is unknown. */
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

  /** Records that the last attempt was not stored. The outcome of earlier attempts may still be unknown. */
  markNotStored(): void {
    this.#doubtfulSince = this.#doubtfulBefore;
  }

  /**
   * Receives an entry of the log. The first one of this commit applies the parts of the change that are not stored in
   * the store.
   *
   * @returns whether the entry belongs to this commit
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

/** Definitions in the store, and schedules, get the version of their entry. */
function versioned(record: AuditRecord, version: number): AuditRecord {
  const { after } = record;
  const kind = auditedKind(record.action);
  if (after === null || record.provider !== undefined || kind === 'override') return record;
  return { ...record, after: withVersion(kind, after, version) };
}

/** A document with another version; a definition remains parsed, so that this instance does not parse it again. */
function withVersion(kind: AuditedKind | undefined, document: AuditedDocument, version: number): AuditedDocument {
  if (isFlag(kind, document)) return flagWithVersion(document, version);
  if (isSegment(kind, document)) return segmentWithVersion(document, version);
  return { ...document, version };
}

function isFlag(kind: AuditedKind | undefined, _document: AuditedDocument): _document is Flag {
  return kind === 'flag';
}

function isSegment(kind: AuditedKind | undefined, _document: AuditedDocument): _document is Segment {
  return kind === 'segment';
}
