import { FlagLimits } from '../../engine/flag-limits.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { AuditProblem } from '../../store/audit/audit-problem.js';
import { START } from '../../store/flag-store.js';
import { StoreFailedError } from '../../store/store.errors.js';
import type { StoreDataLoss } from './store-data-loss.js';
import type { FullRead } from './full-read.js';
import type { ReceivedChanges } from './received-changes.js';
import type { ReplicaContent } from './replica-content.js';
import type { ReplicaHealth } from './replica-health.js';
import type { StoreCalls } from './store-calls.js';

export interface CatchUpOptions {
  readonly calls: StoreCalls;
  readonly content: ReplicaContent;
  readonly health: ReplicaHealth;
  readonly received: ReceivedChanges;
  readonly fullRead: FullRead;
}

/** The result of following the log. */
interface FollowedLog {
  readonly isCurrent: boolean;
  /** Whether the store has a different entry at the position of this instance. */
  readonly isForked: boolean;
  /** The problem of a log entry that was altered. */
  readonly damage: AuditProblem | undefined;
}

/** Consecutive entries of the log. */
interface FoundEntries {
  readonly found: readonly AuditEntry[];
  /** Whether these are the last entries. */
  readonly isEnd: boolean;
}

const PAGE = 1000;
/** The maximum number of entries of one append, plus one page before it. */
const LONGEST_APPEND = FlagLimits.edits + PAGE;

/**
 * Brings an instance up to date: by reading the entries that were added to the log, else by reading the whole store.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  #dataLoss: StoreDataLoss | undefined;
  #gaps = 0;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** The data loss of the store; `undefined` while it holds everything that this instance has read. */
  get dataLoss(): StoreDataLoss | undefined {
    return this.#dataLoss;
  }

  /** The number of full reads of the store, each of which may skip entries that this instance has not seen. */
  get gaps(): number {
    return this.#gaps;
  }

  /**
   * @returns `false` if the log must be read again, because changes announced during a full read are newer than it
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
   */
  async run(): Promise<boolean> {
    if (this.#dataLoss !== undefined && (await this.#isUnchanged(this.#dataLoss))) return true;
    const followed = await this.#followLog();
    if (followed.isCurrent) {
      this.#dataLoss = undefined; // the lost data is back
      return true;
    }
    const { isForked, damage } = followed;
    const isComplete = await this.#readAll(isForked);
    // A `state` problem concerned only the copy of this instance; the state that was just read has been verified.
    if (damage !== undefined && damage.kind !== 'state') this.#options.health.reportDamage(damage.message);
    return isComplete;
  }

  /** Whether a store that lost its data is still at the position where the loss was found. */
  async #isUnchanged({ found: { version, id } }: StoreDataLoss): Promise<boolean> {
    const [last] = await this.#options.calls.ask((store) => store.query({ order: 'newest_first', limit: 1 }));
    return version > 0 && last?.id === id;
  }

  /**
   * Applies the entries that were added to the log, in steps of at least a page that end with whole appends, because an
   * append must not be applied in part. Does nothing if nothing has been read yet.
   */
  async #followLog(): Promise<FollowedLog> {
    const { content, health } = this.#options;
    while (health.hasRead) {
      const { version, id } = content.position;
      const read = await this.#wholeAppendsFrom(version);
      if (read === undefined) break;
      const { found, isEnd } = read;
      const [known, added] = version === 0 ? [START, found] : [found[0], found.slice(1)];
      if (known === undefined || !content.apply(added, known)) {
        const isForked = known !== undefined && known.version === version && known.id !== id;
        return { isCurrent: false, isForked, damage: content.problem };
      }
      if (isEnd) return { isCurrent: true, isForked: false, damage: undefined };
    }
    return { isCurrent: false, isForked: false, damage: content.problem };
  }

  /**
   * Reads entries from this version up to the end of an append.
   *
   * @returns `undefined` if an append has no end, which no store of this package writes, or if the log is damaged; the
   *   documents may still be intact
   */
  async #wholeAppendsFrom(version: number): Promise<FoundEntries | undefined> {
    const found: AuditEntry[] = [];
    try {
      for (let after = version - 1; found.length <= LONGEST_APPEND; after = found.at(-1)?.version ?? after) {
        const query = { after, order: 'oldest_first', limit: PAGE } as const;
        const page = await this.#options.calls.ask((store) => store.query(query));
        for (const entry of page) found.push(entry);
        if (page.length < PAGE) return { found, isEnd: true };
        const end = found.findLastIndex((entry) => entry?.stateHash !== undefined) + 1;
        if (end > 1) return { found: found.slice(0, end), isEnd: false }; // contains more than the entry at this version
      }
    } catch (error) {
      if (!(error instanceof StoreFailedError)) throw error;
    }
    return undefined;
  }

  async #readAll(isForked: boolean): Promise<boolean> {
    const { received, fullRead } = this.#options;
    received.holdBack();
    try {
      this.#dataLoss = await fullRead.run(isForked);
      this.#gaps++;
      return received.takeHeldBack();
    } finally {
      received.dropHeldBack();
    }
  }
}
