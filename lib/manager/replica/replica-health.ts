import { isDeepStrictEqual } from 'node:util';
import { errorCodesOf } from '../../internal/error-codes.js';
import { FlagErrorCode } from '../../internal/feature-flags.error.js';
import { listLines } from '../../internal/list-lines.js';
import { topicLogger } from '../topic-logger.js';
import { messageOf } from '../../internal/message-of.js';
import { OngoingProblem } from '../../internal/ongoing-problem.js';
import type { FlagProblem } from '../../providers/flag-provider.js';
import type { ProviderState } from '../../providers/provider-status.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import { keyOfId, type DocumentKind } from '../../store/stored-document.js';
import type { Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import type { ManagerEvents } from '../manager-events.js';
import type { StoreDataLoss } from './store-data-loss.js';
import type { ReplicaState } from './replica-state.js';
import type { StoreProblem } from './store-problem.js';

/**
 * Within this time after an outage, the next one is logged only if it lasts, so that an unstable store does not flood
 * the log.
 */
const STEADY_MS = 30_000;
const LASTS_MS = 2000;

export interface ReplicaHealthOptions {
  /** The store's name. */
  readonly name: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: FlagLogger;
  /** Receives `store_health_changed`. */
  readonly events: ManagerEvents;
}

/** The health of a store, as one instance observes it. Each change is logged once. */
export class ReplicaHealth {
  readonly name: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #logger: FlagLogger;
  readonly #events: ManagerEvents;
  #state: 'pending' | 'available' | 'unavailable' | 'data_lost' = 'pending';
  #hasRead = false;
  #since: number;
  #error: StoreProblem | undefined;
  #failures = 0;
  #refusal: StoreProblem | undefined;
  /** The damage of the audit log, if any. */
  readonly #damage: OngoingProblem;
  #problems: readonly FlagProblem[] = [];
  /** When the store last became available again, by the same clock. */
  #availableAt = -Infinity;
  /** Whether the current outage has been logged. */
  #isLogged = false;

  constructor({ name, clock, logger, events }: ReplicaHealthOptions) {
    this.name = name;
    this.#clock = clock;
    this.#logger = logger;
    this.#events = events;
    this.#since = clock.now();
    this.#damage = new OngoingProblem({
      report: (damage) =>
        topicLogger(logger, 'audit-log-damaged').error(
          `The audit log of flag store "${name}" is damaged, but the flags in force are not affected: ${damage} Check the whole log with ` +
            'verifyAuditLog(), and restore it from a backup.',
        ),
      resolved: () => logger.log(`The audit log of flag store "${name}" is intact again.`),
    });
  }

  /** Whether the store or its bootstrap file has been read. */
  get hasRead(): boolean {
    return this.#hasRead;
  }

  /** Whether this instance is up to date with the store. */
  get isCurrent(): boolean {
    return this.#state === 'available';
  }

  get state(): ProviderState {
    if (this.#state === 'pending') return 'pending';
    if (this.#state === 'available') return 'loaded';
    return this.#hasRead ? 'stale' : 'failed';
  }

  /**
   * Why the store accepts no changes from this instance, if it has lost data that is in force here; else `undefined`.
   */
  get dataLoss(): string | undefined {
    return this.#state === 'data_lost' ? this.#error?.message : undefined;
  }

  /** When the current state began, in milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** How many calls of the store have failed. */
  get failures(): number {
    return this.#failures;
  }

  /** Whether the last verification of the audit log found damage. */
  get isDamaged(): boolean {
    return this.#damage.current !== undefined;
  }

  /** Why the store is unavailable, accepts no changes, or has a damaged log. */
  get error(): string | undefined {
    return (this.#error ?? this.#refusal)?.message ?? this.#damage.current;
  }

  /** The codes of that error and its causes; empty if the log is damaged, which no error reports. */
  get errorCodes(): readonly string[] {
    return (this.#error ?? this.#refusal)?.codes ?? [];
  }

  /** Stored documents that cannot be read, by key; overrides by the key of their flag, schedules by their id. */
  get problems(): readonly FlagProblem[] {
    return this.#problems;
  }

  markAvailable(): void {
    if (this.#isLogged || this.#state === 'data_lost') {
      this.#logger.log(`Flag store "${this.name}" is available again, and this instance is up to date.`);
    }
    this.#isLogged = false;
    if (this.#state === 'unavailable') this.#availableAt = this.#clock.now();
    this.#enter('available', undefined);
  }

  /** Records a failure; call it for each one. */
  markUnavailable(error: unknown): void {
    this.#failures++;
    const isOwn = error instanceof StoreUnavailableError || error instanceof StoreFailedError;
    const message = isOwn ? error.detail : messageOf(error);
    this.#enter('unavailable', { message, codes: errorCodesOf(error) });
    const now = this.#clock.now();
    if (this.#isLogged || (now - this.#availableAt < STEADY_MS && now - this.#since < LASTS_MS)) return;
    this.#isLogged = true;
    const meanwhile = this.#hasRead ? 'and the last known state stays in force' : 'and its content is unknown';
    topicLogger(this.#logger, 'store-unavailable').error(
      `Flag store "${this.name}" has been unavailable since ${new Date(this.#since).toISOString()}, ${meanwhile}: ${message}`,
    );
  }

  /** Records that the store responds, but has lost data that is still in force here. */
  markDataLost({ known, found }: StoreDataLoss): void {
    const what = found.version === 0 ? 'it is empty' : `it has begun a new history, now at version ${found.version}`;
    const message =
      `${what}, while this instance has read ${known.version} changes, which stay in force here. ` +
      'If the data was lost, write it back with restoreStore({ actor, reason }). If the store was emptied on purpose, ' +
      'accept its current content with acceptStore({ actor, reason }).';
    if (this.#state !== 'data_lost')
      topicLogger(this.#logger, 'store-data-loss').error(`Flag store "${this.name}" has lost its data: ${message}`);
    this.#enter('data_lost', { message, codes: [FlagErrorCode.StoreDataLoss] });
  }

  /** Records that the store responds, but rejects changes; call this for each rejected change. */
  markRefusing(error: StoreUnavailableError): void {
    this.#failures++;
    const { detail } = error;
    if (this.#refusal === undefined) {
      topicLogger(this.#logger, 'store-unavailable').error(
        `Flag store "${this.name}" accepts no changes; its current content stays in force: ${detail}`,
      );
    }
    const at = new Date(this.#clock.now()).toISOString();
    const message = `it rejected the last change of this instance, at ${at}: ${detail}`;
    this.#refusal = { message, codes: errorCodesOf(error) };
  }

  /** Records that the store has accepted a change. */
  markAccepting(): void {
    if (this.#refusal === undefined) return;
    this.#refusal = undefined;
    this.#logger.log(`Flag store "${this.name}" accepts changes again.`);
  }

  /**
   * Records whether the log is damaged, although the state in force was verified. @param damage `undefined` if it is
   * intact
   */
  reportDamage(damage: string | undefined): void {
    this.#damage.update(damage);
  }

  /**
   * Records that content has been read, and reports documents that cannot be read. Each is reported once as long as it
   * is unreadable.
   */
  markRead({ maps }: ReplicaState): void {
    this.#hasRead = true;
    const problems = KINDS.flatMap((kind) =>
      Array.from(maps[kind].unreadable, ([id, { message }]): FlagProblem => ({ kind, key: keyOfId(id), message })),
    );
    if (isDeepStrictEqual(problems, this.#problems)) return;
    this.#problems = problems;
    const lines = problems.slice(0, SHOWN).map(({ kind, key, message }) => `${kind} "${key}": ${message}`);
    if (lines.length === 0) this.#logger.log(`All documents of flag store "${this.name}" can be read again.`);
    else
      topicLogger(this.#logger, 'unreadable-documents').error(
        `Some documents of flag store "${this.name}" cannot be read; their last valid versions stay in force:${listLines(lines)}`,
      );
  }

  #enter(state: 'available' | 'unavailable' | 'data_lost', error: StoreProblem | undefined): void {
    const isNew = state !== this.#state;
    this.#error = error;
    this.#state = state;
    if (!isNew) return;
    this.#since = this.#clock.now();
    this.#events.emit('store_health_changed');
  }
}

const KINDS = ['flag', 'segment', 'override', 'schedule'] as const satisfies readonly DocumentKind[];
const SHOWN = 20;
