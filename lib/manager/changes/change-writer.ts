import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { SerialQueue } from '../../internal/serial-queue.js';
import { withTimeout } from '../../internal/with-timeout.js';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { UnchainedEntry } from '../../store/audit/audit-chain.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import { StoreForgotError, StoreUnavailableError } from '../../store/store.errors.js';
import type { Clock } from '../clock.js';
import { isPromise } from '../../internal/is-promise.js';
import type { AuditRecord, Change, ChangePlan } from './change.js';
import type { StoreReplica } from '../replica/store-replica.js';

export interface ChangeWriterOptions {
  readonly replica: StoreReplica;
  readonly clock: Pick<Clock, 'now'>;
  /** How long one change may take, in milliseconds. */
  readonly timeout: number;
}

/** One change on its way. */
interface Commit {
  /** Of its entries: the same ones at each attempt. */
  readonly ids: string[];
  /** The entries as they were found in the log. */
  readonly confirmed: Map<string, AuditEntry>;
  /** Of the history that begins with this commit, where the store is empty. */
  readonly newHistory: string;
  /** The change as it was last sent. */
  change?: Change;
  /** The replica's `gaps` when it was first sent without an answer: after another one, its entries may have been missed. */
  doubtfulAt?: number | undefined;
}

const LONGEST_PAUSE_MS = 100;

/**
 * The one path of every change of this instance, one after another: planned on what is in force, and appended to the
 * store's log on the condition that nobody was faster. Who was too slow catches up and plans anew. When the store does
 * not answer, its log tells later whether the change has arrived: a change is never made twice.
 */
export class ChangeWriter {
  readonly #queue = new SerialQueue();
  readonly #options: ChangeWriterOptions;
  /** What is on its way, by the ids of its entries. */
  readonly #commits = new Map<string, Commit>();

  constructor(options: ChangeWriterOptions) {
    this.#options = options;
  }

  /**
   * Makes the change that `plan` describes. `plan` is asked again when another instance was faster, and when it finds
   * nothing to do, or refuses, on what may be behind: the news of what its caller has seen may still be on the way.
   *
   * @returns the audit entries of the change
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the store is away: the change is not in force anywhere, or
   *   was stored all the same and comes into force everywhere when the store is back
   */
  commit(plan: ChangePlan): Promise<readonly AuditEntry[]> {
    const { replica, timeout } = this.#options;
    const asked = performance.now();
    return this.#queue.run(async () => {
      const commit: Commit = { ids: [], confirmed: new Map(), newHistory: randomUUID() };
      // A local store that works gets to every change, however many wait. Otherwise nobody waits longer than that in all.
      const isPrompt = replica.isLocal && replica.health.isCurrent;
      const deadline = (isPrompt ? performance.now() : asked) + timeout;
      try {
        return await this.#commit(commit, plan, deadline);
      } finally {
        for (const id of commit.ids) this.#commits.delete(id);
      }
    });
  }

  /**
   * Takes an entry that was found in the log. The first one of a change of this instance puts in force what the store does
   * not hold.
   *
   * @returns whether this instance made it
   */
  confirm(entry: AuditEntry): boolean {
    const commit = this.#commits.get(entry.id);
    if (commit === undefined) return false;
    if (commit.confirmed.size === 0) commit.change?.apply?.();
    commit.confirmed.set(entry.id, entry);
    return true;
  }

  /** Resolves when the changes under way have ended. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  async #commit(commit: Commit, plan: ChangePlan, until: number): Promise<readonly AuditEntry[]> {
    const { replica, timeout } = this.#options;
    let deadline = until;
    let isFresh = replica.isLocal;
    let hasPlanned = false;
    let failure: StoreUnavailableError | undefined;
    for (let attempt = 0; performance.now() < deadline; attempt++) {
      if (attempt > 1) await pause(Math.random() * LONGEST_PAUSE_MS * Math.min(1, (attempt - 1) / 5));
      const { doubtfulAt } = commit;
      const sending = new AbortController();
      try {
        if (attempt > 0 || !replica.health.isCurrent) {
          await this.#within(deadline, () => replica.sync());
          isFresh = true;
        }
        if (commit.confirmed.size > 0) return [...commit.confirmed.values()];
        if (this.#hasMissed(commit)) throw this.#unknown(failure);
        if (replica.health.forgotten !== undefined) throw this.#forgot(commit, replica.health.forgotten);
        const { version } = replica.position;
        const change = isFresh ? plan() : planOrBehind(plan);
        const planned = isPromise(change) ? await change : change;
        if (planned === BEHIND) continue;
        if (planned === undefined || planned.records.length === 0) return [];
        // What a plan has written to a provider is to be recorded: one that is slow leaves time for that.
        if (replica.isLocal && !hasPlanned) deadline = Math.max(deadline, performance.now() + timeout);
        hasPlanned = true;
        if (performance.now() >= deadline) break;
        if (replica.position.version !== version) continue; // planned, in a while, on what is no longer there
        const entries = this.#draft(commit, planned);
        commit.doubtfulAt ??= replica.gaps;
        const stored = replica.append(entries, sending);
        if (isPromise(stored) ? await this.#within(deadline, () => stored) : stored) return entries;
        commit.doubtfulAt = doubtfulAt;
        failure = undefined;
      } catch (error) {
        sending.abort(error); // first: what is not stored by now is taken back, where the store can
        if (commit.confirmed.size > 0) return [...commit.confirmed.values()];
        if (commit.change === undefined || !(error instanceof StoreUnavailableError)) throw error;
        if (error.isRefusal) commit.doubtfulAt = doubtfulAt;
        if (this.#hasMissed(commit)) throw this.#unknown(error);
        // It can be read meanwhile, and says no for the second time.
        if (error.isLasting && failure?.isLasting && doubtfulAt === undefined) throw this.#refused(error);
        failure = performance.now() < deadline ? error : (failure ?? error);
      }
    }
    if (commit.doubtfulAt !== undefined) throw this.#unknown(failure);
    throw failure?.isRefusal ? this.#refused(failure) : (failure ?? this.#late());
  }

  /** Whether its entries may have been added and never seen here. */
  #hasMissed({ doubtfulAt }: Commit): boolean {
    return doubtfulAt !== undefined && doubtfulAt !== this.#options.replica.gaps;
  }

  /** The entries of a change, behind what is in force. */
  #draft(commit: Commit, change: Change): readonly AuditEntry[] {
    const { replica, clock } = this.#options;
    const time = new Date(clock.now()).toISOString();
    commit.change = change;
    const history = replica.position.version === 0 ? commit.newHistory : replica.known.history;
    const entries = change.records.map((record, i): UnchainedEntry => {
      const id = (commit.ids[i] ??= randomUUID());
      this.#commits.set(id, commit);
      const version = replica.position.version + 1 + i;
      return { id, version, time, ...versioned(record, version), ...(history === undefined ? {} : { history }) };
    });
    return replica.chained(entries);
  }

  #within<T>(deadline: number, work: () => Promise<T>): Promise<T> {
    const { replica, timeout } = this.#options;
    const late = () => new StoreUnavailableError(replica.health.name, `the change was not made within ${timeout} ms`);
    return withTimeout(work, Math.max(0, deadline - performance.now()), late);
  }

  #unknown(cause?: StoreUnavailableError): StoreUnavailableError {
    return new StoreUnavailableError(
      this.#options.replica.health.name,
      'nobody knows whether the change was stored. Look for it once the store is back, before you make it again.',
      { cause },
    );
  }

  /** Nobody begins another history, in which what is in force here was never decided. */
  #forgot({ doubtfulAt }: Commit, detail: string): StoreForgotError | StoreUnavailableError {
    return doubtfulAt === undefined ? new StoreForgotError(this.#options.replica.health.name, detail) : this.#unknown();
  }

  #refused(cause: StoreUnavailableError): StoreUnavailableError {
    const { name } = this.#options.replica.health;
    const { detail, isRefusal, isPassing } = cause;
    return new StoreUnavailableError(name, `nothing was changed: ${detail}`, { cause, isRefusal, isPassing });
  }

  #late(): StoreUnavailableError {
    const { replica, timeout } = this.#options;
    const why = replica.isLocal ? 'changes before this one were not stored' : 'other changes were faster';
    return new StoreUnavailableError(
      replica.health.name,
      `${why} for ${timeout} ms: nothing was changed. Try again, or allow more time with "storeTimeout".`,
    );
  }
}

/** There is nothing to do, as far as is known here. */
const BEHIND = Symbol('behind');

/** A plan on what may be behind. At once where the plan is. */
function planOrBehind(plan: ChangePlan): Change | typeof BEHIND | Promise<Change | typeof BEHIND> {
  const orBehind = (change: Change | undefined) =>
    change === undefined || change.records.length === 0 ? BEHIND : change;
  try {
    const change = plan();
    return isPromise(change) ? Promise.resolve(change).then(orBehind, () => BEHIND) : orBehind(change);
  } catch {
    return BEHIND; // refused once more, and for good, by what is there now
  }
}

/** A definition that the store keeps, or a schedule, has the version of its entry. */
function versioned(record: AuditRecord, version: number): AuditRecord {
  const { after } = record;
  if (after === null || record.provider !== undefined || auditedKind(record.action) === 'override') return record;
  return { ...record, after: { ...after, version } };
}
