import { setTimeout as pause } from 'node:timers/promises';
import { isPromise } from '../../internal/is-promise.js';
import { randomDelay } from '../../internal/retry-delays.js';
import { withTimeout } from '../../internal/with-timeout.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import { StoreUnavailableError } from '../../store/store.errors.js';
import type { Clock } from '../clock.js';
import type { StoreReplica } from '../replica/store-replica.js';
import type { Change, ChangePlan } from './change.js';
import type { Commit } from './commit.js';
import { CommitErrors } from './commit-errors.js';
import { takeStep, type CommitState, type CommitSteps } from './commit-state.js';

export interface CommitRunOptions {
  readonly commit: Commit;
  readonly plan: ChangePlan;
  readonly replica: StoreReplica;
  readonly clock: Pick<Clock, 'now'>;
  /** The time limit of a change, in milliseconds. */
  readonly timeout: number;
  /** When the run is given up, on the clock of `performance.now()`. */
  readonly deadline: number;
}

const ATTEMPT: CommitState = { name: 'attempt' };
const LONGEST_PAUSE_MS = 100;
/** The number of attempts after which pauses have their maximum length. */
const ATTEMPTS_TO_LONGEST_PAUSE = 5;

/**
 * Appends one change to the log, exactly once:
 *
 *     attempt ─▶ catch_up ─▶ check ─▶ plan ─▶ send ─▶ done
 *
 * The first `attempt` skips `catch_up` if this instance is up to date. `catch_up`, `plan` and `send` return to
 * `attempt` if the store has failed, another instance was faster, or the plan may be based on an outdated state.
 * `check`, `catch_up` and `send` go to `done` if an earlier attempt is found in the log; `plan` does so if there is
 * nothing to do. All attempts send entries with the same ids, so that the log shows whether one of them was stored.
 * When the time limit has passed, the run fails and sends nothing more.
 */
export class CommitRun {
  readonly #options: CommitRunOptions;
  readonly #errors: CommitErrors;
  #deadline: number;
  #attempts = 0;
  /** Whether the state in force here is known to be at least as new as the store's when the run began. */
  #isCurrent: boolean;
  #hasPlanned = false;
  /** Why the last attempt failed. */
  #failure: StoreUnavailableError | undefined;

  constructor(options: CommitRunOptions) {
    const { replica, timeout, deadline } = options;
    this.#options = options;
    this.#errors = new CommitErrors(replica, timeout);
    this.#deadline = deadline;
    this.#isCurrent = replica.isLocal;
  }

  /** Goes from state to state, synchronously as long as no step has to wait. */
  async run(): Promise<readonly AuditEntry[]> {
    let state: CommitState = ATTEMPT;
    while (state.name !== 'done') {
      const next = takeStep(this.#steps, state);
      state = isPromise(next) ? await next : next;
    }
    return state.entries;
  }

  readonly #steps: CommitSteps = {
    attempt: () => this.#attempt(),
    catch_up: () => this.#catchUp(),
    check: () => this.#check(),
    plan: () => this.#plan(),
    send: ({ change }) => this.#send(change),
  };

  #attempt(): CommitState | Promise<CommitState> {
    if (this.#isTimeOver) throw this.#lastError();
    const attempt = this.#attempts++;
    const isReady = attempt === 0 && this.#options.replica.health.isCurrent;
    const next: CommitState = { name: isReady ? 'check' : 'catch_up' };
    if (attempt <= 1) return next; // the first retry needs no pause, because the state is newer
    const longest = LONGEST_PAUSE_MS * Math.min(1, (attempt - 1) / ATTEMPTS_TO_LONGEST_PAUSE);
    return pause(randomDelay(longest), next);
  }

  async #catchUp(): Promise<CommitState> {
    try {
      await this.#inTime(() => this.#options.replica.sync());
    } catch (error) {
      return this.#afterFailure(error);
    }
    this.#isCurrent = true;
    return { name: 'check' };
  }

  #check(): CommitState {
    const { commit, replica } = this.#options;
    if (commit.isConfirmed) return { name: 'done', entries: commit.entries };
    if (commit.mayBeMissed(replica.gaps)) throw this.#errors.inDoubt(this.#failure);
    const { dataLoss } = replica.health;
    if (dataLoss === undefined) return { name: 'plan' };
    throw commit.isInDoubt ? this.#errors.inDoubt(this.#failure) : this.#errors.dataLoss(dataLoss);
  }

  #plan(): CommitState | Promise<CommitState> {
    const { plan, replica } = this.#options;
    const { version } = replica.position;
    try {
      const change = plan();
      if (!isPromise(change)) return this.#afterPlan(change, version);
      return Promise.resolve(change).then(
        (planned) => this.#afterPlan(planned, version),
        (error: unknown) => this.#afterRefusedPlan(error),
      );
    } catch (error) {
      return this.#afterRefusedPlan(error);
    }
  }

  /** @param version the version of the log when the change was planned */
  #afterPlan(change: Change | undefined, version: number): CommitState {
    const { replica, timeout } = this.#options;
    if (change === undefined || change.records.length === 0) {
      return this.#isCurrent ? { name: 'done', entries: [] } : ATTEMPT; // the change may be necessary in a newer state
    }
    // A change that the plan has written to a provider must be recorded, so a slow provider extends the deadline.
    if (replica.isLocal && !this.#hasPlanned) this.#deadline = Math.max(this.#deadline, performance.now() + timeout);
    this.#hasPlanned = true;
    const isOutdated = replica.position.version !== version; // other changes were made in the meantime
    return isOutdated || this.#isTimeOver ? ATTEMPT : { name: 'send', change };
  }

  #afterRefusedPlan(error: unknown): CommitState {
    const { commit } = this.#options;
    if (commit.isConfirmed) return { name: 'done', entries: commit.entries };
    if (!this.#isCurrent) return ATTEMPT; // planned again for the current state, before it is rejected
    throw error;
  }

  #send(change: Change): CommitState | Promise<CommitState> {
    const { commit, replica, clock } = this.#options;
    const time = new Date(clock.now()).toISOString();
    const entries = replica.chained(commit.send(change, replica, time));
    const sending = new AbortController();
    const answered = (isStored: boolean): CommitState => {
      if (isStored) return { name: 'done', entries };
      commit.markNotStored();
      this.#failure = undefined;
      return ATTEMPT;
    };
    const failed = (error: unknown): CommitState => {
      sending.abort(error); // first, so that the store does not store the entries later, if it supports aborting
      if (error instanceof StoreUnavailableError && error.isRefusal) commit.markNotStored();
      return this.#afterFailure(error);
    };
    try {
      const stored = replica.append(entries, sending);
      return isPromise(stored) ? this.#inTime(() => stored).then(answered, failed) : answered(stored);
    } catch (error) {
      return failed(error);
    }
  }

  /** The next state after the store has failed or has not responded in time. */
  #afterFailure(error: unknown): CommitState {
    const { commit, replica } = this.#options;
    if (commit.isConfirmed) return { name: 'done', entries: commit.entries };
    if (!commit.wasSent || !(error instanceof StoreUnavailableError)) throw error;
    if (commit.mayBeMissed(replica.gaps)) throw this.#errors.inDoubt(error);
    // The store can be read, and has rejected the change for the second time.
    if (error.isLasting && this.#failure?.isLasting && !commit.isInDoubt) throw this.#errors.refused(error);
    this.#failure = this.#isTimeOver ? (this.#failure ?? error) : error;
    return ATTEMPT;
  }

  get #isTimeOver(): boolean {
    return performance.now() >= this.#deadline;
  }

  /** The error of a change whose time limit has passed. */
  #lastError(): StoreUnavailableError {
    if (this.#options.commit.isInDoubt) return this.#errors.inDoubt(this.#failure);
    if (this.#failure?.isRefusal) return this.#errors.refused(this.#failure);
    return this.#failure ?? this.#errors.overtaken();
  }

  #inTime<T>(work: () => Promise<T>): Promise<T> {
    return withTimeout(work, Math.max(0, this.#deadline - performance.now()), () => {
      this.#deadline = performance.now(); // a timer may end a little early
      return this.#errors.expired();
    });
  }
}
