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
  /** How long a change may take, in milliseconds. */
  readonly timeout: number;
  /** When it is given up, on the clock of `performance.now()`. */
  readonly deadline: number;
}

const ATTEMPT: CommitState = { name: 'attempt' };
const LONGEST_PAUSE_MS = 100;
/** The attempts after which pauses are as long as they get. */
const ATTEMPTS_TO_LONGEST_PAUSE = 5;

/**
 * Brings one change into the log, once:
 *
 *     attempt ─▶ catch_up ─▶ check ─▶ plan ─▶ send ─▶ done
 *
 * `attempt` skips `catch_up` at first where this instance is up to date. `catch_up`, `plan` and `send` go back to `attempt`
 * when the store has failed, others were faster or the plan was made on what may be outdated. `check`, `catch_up` and `send`
 * go to `done` when an earlier attempt is found in the log, and `plan` does when there is nothing to do. All attempts
 * send entries with the same ids, so that the log tells whether one of them was stored. When the time is over, the run fails
 * and sends nothing any more.
 */
export class CommitRun {
  readonly #options: CommitRunOptions;
  readonly #errors: CommitErrors;
  #deadline: number;
  #attempts = 0;
  /** Whether what is in force here is known to be what the store held when the run began, or later. */
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

  /** Goes from state to state, in the caller's own turn as long as nothing has to be waited for. */
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
    if (attempt <= 1) return next; // the first retry is on what is newer for sure
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

  /** @param version where the log stood when the change was planned */
  #afterPlan(change: Change | undefined, version: number): CommitState {
    const { replica, timeout } = this.#options;
    if (change === undefined || change.records.length === 0) {
      return this.#isCurrent ? { name: 'done', entries: [] } : ATTEMPT; // what makes it necessary may not be known yet
    }
    // What a plan has written to a provider has to be recorded: a provider that is slow leaves time for that.
    if (replica.isLocal && !this.#hasPlanned) this.#deadline = Math.max(this.#deadline, performance.now() + timeout);
    this.#hasPlanned = true;
    const isOutdated = replica.position.version !== version; // others have made changes in the meantime
    return isOutdated || this.#isTimeOver ? ATTEMPT : { name: 'send', change };
  }

  #afterRefusedPlan(error: unknown): CommitState {
    const { commit } = this.#options;
    if (commit.isConfirmed) return { name: 'done', entries: commit.entries };
    if (!this.#isCurrent) return ATTEMPT; // planned once more on what is current, and refused then for good
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
      sending.abort(error); // first: what is not stored by now is not to be stored later, where the store can see to that
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

  /** After the store has failed, or has not answered in time. */
  #afterFailure(error: unknown): CommitState {
    const { commit, replica } = this.#options;
    if (commit.isConfirmed) return { name: 'done', entries: commit.entries };
    if (!commit.wasSent || !(error instanceof StoreUnavailableError)) throw error;
    if (commit.mayBeMissed(replica.gaps)) throw this.#errors.inDoubt(error);
    // It can be read meanwhile, and refuses for the second time.
    if (error.isLasting && this.#failure?.isLasting && !commit.isInDoubt) throw this.#errors.refused(error);
    this.#failure = this.#isTimeOver ? (this.#failure ?? error) : error;
    return ATTEMPT;
  }

  get #isTimeOver(): boolean {
    return performance.now() >= this.#deadline;
  }

  /** Why the change is given up when its time is over. */
  #lastError(): StoreUnavailableError {
    if (this.#options.commit.isInDoubt) return this.#errors.inDoubt(this.#failure);
    if (this.#failure?.isRefusal) return this.#errors.refused(this.#failure);
    return this.#failure ?? this.#errors.outrun();
  }

  #inTime<T>(work: () => Promise<T>): Promise<T> {
    return withTimeout(work, Math.max(0, this.#deadline - performance.now()), () => this.#errors.expired());
  }
}
