import { SerialQueue } from '../internal/serial-queue.js';
import type { AuditEntry, AuditQuery } from '../store/audit-entry.js';
import { parseAuditLine } from '../store/audit/audit-line.js';
import { answerWithin, SilenceError } from '../store/connection/answer-within.js';
import { appendTimeout } from '../store/connection/long-call.js';
import type { StorePosition } from '../store/flag-store.js';
import type { PostgresFailures } from './connection/postgres-failures.js';
import type { PostgresStatements } from './connection/postgres-statements.js';
import { sqlStateOf } from './connection/sql-state.js';
import type { Row } from './connection/statement.js';
import { isConflict } from './is-conflict.js';
import { missingPosition } from './missing-position.js';
import type { PostgresCleanup } from './postgres-cleanup.js';
import type { PostgresNames } from './postgres-names.js';
import type { RepeatedStatements } from './repeated-statements.js';
import type { ServerClock } from './server-clock.js';
import { appendStatement, TOO_LATE, type AppendOutcome } from './statements/append.statement.js';
import { logPageStatement } from './statements/log-page.statement.js';
import { nearPageStatement } from './statements/near-page.statement.js';

/**
 * The part of its timeout that a statement may wait for one lock, so that the answer of the server, which says that nothing
 * was changed, arrives before the caller gives up, even on a busy machine.
 */
const LOCK_WAIT = 0.75;

/**
 * The part of the remaining time that one attempt has, so that the error of a full pool, which says that nothing was
 * sent, arrives before the caller gives up.
 */
const ATTEMPT = 0.95;

export interface PostgresLogOptions {
  /** Runs appends: a conflict means that another writer was faster. */
  readonly statements: Pick<PostgresStatements, 'run'>;
  /** Runs queries. */
  readonly repeated: Pick<RepeatedStatements, 'run'>;
  readonly names: PostgresNames;
  readonly failures: Pick<PostgresFailures, 'of' | 'failed' | 'refused'>;
  readonly clock: ServerClock;
  /** Removes entries that have expired; absent if none do. */
  readonly cleanup?: Pick<PostgresCleanup, 'afterWrite'> | undefined;
  /** The timeout of one statement, in milliseconds. */
  readonly timeout: number;
}

/** The log of a store. */
export class PostgresLog {
  readonly #options: PostgresLogOptions;
  /** Appends of one process would only overtake each other. */
  readonly #queue = new SerialQueue();

  constructor(options: PostgresLogOptions) {
    this.#options = options;
  }

  /**
   * @param signal ends the wait, and an append that was not sent yet
   * @returns `false` if the log has another last entry
   */
  async append(entries: readonly AuditEntry[], last: StorePosition, signal?: AbortSignal): Promise<boolean> {
    const { timeout, failures } = this.#options;
    const limit = appendTimeout(entries.length, timeout);
    const call: AppendCall = { entries, last, deadline: performance.now() + limit, signal, isSent: false };
    try {
      return await answerWithin(() => this.#queue.run(() => this.#append(call)), limit, signal);
    } catch (error) {
      if (call.isSent || !(error instanceof SilenceError)) throw failures.of(error);
      throw failures.refused(
        `the change could not begin within ${limit} ms, because it waited for other changes or for a lock`,
        error,
        true,
      );
    }
  }

  /** Returns entries that match. Rows that are not entries are skipped. */
  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    if (query.limit < 1) return [];
    const { repeated, names, timeout } = this.#options;
    const deadline = performance.now() + timeout;
    const near = nearPageStatement(names, query);
    const nearest = near === undefined ? [] : await repeated.run(near);
    if (near !== undefined && nearest.length >= Math.floor(query.limit)) return entriesOf(nearest);
    return entriesOf(await repeated.run(logPageStatement(names, query), Math.max(1, deadline - performance.now())));
  }

  /** The server may find an append late that is not, because the time of its clock is known approximately. */
  async #append(call: AppendCall): Promise<boolean> {
    let outcome: AppendOutcome = 'late';
    while (outcome === 'late') {
      outcome = await this.#attempt(call);
      call.isSent = outcome !== 'late'; // then nothing was written
    }
    if (outcome === 'appended') this.#options.cleanup?.afterWrite();
    return outcome === 'appended';
  }

  async #attempt(call: AppendCall): Promise<AppendOutcome> {
    const { statements, names, failures, clock } = this.#options;
    const attempt = { signal: call.signal, deadline: performance.now() + ATTEMPT * remainingTime(call) };
    const deadline = await clock.timeAt(attempt.deadline, remainingTime(attempt));
    const limit = remainingTime(attempt);
    const statement = appendStatement(names, { ...call, deadline, lockWait: LOCK_WAIT * limit });
    call.isSent = true;
    try {
      const [row] = await statements.run(statement, limit);
      if (row === undefined) throw failures.failed(missingPosition(names));
      clock.observe(Number(row['time']));
      return outcomeOf(row);
    } catch (error) {
      clock.forget();
      if (isConflict(error)) return 'overtaken';
      if (sqlStateOf(error) === TOO_LATE) return 'late';
      throw error;
    }
  }
}

interface AppendCall {
  readonly entries: readonly AuditEntry[];
  readonly last: StorePosition;
  /** The time of `performance.now()` at which the call ends. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  /** Whether the database may have made it. */
  isSent: boolean;
}

/** @throws the reason why the call has ended */
function remainingTime({ deadline, signal }: Pick<AppendCall, 'deadline' | 'signal'>): number {
  signal?.throwIfAborted();
  const remaining = deadline - performance.now();
  if (remaining <= 0) throw new SilenceError('the timeout has passed');
  return remaining;
}

function entriesOf(rows: readonly Row[]): readonly AuditEntry[] {
  return rows.flatMap(({ entry }) => parseAuditLine(String(entry)) ?? []);
}

function outcomeOf({ outcome }: Row): AppendOutcome {
  return outcome === 'appended' || outcome === 'late' ? outcome : 'overtaken';
}
