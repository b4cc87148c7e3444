import { isDeepStrictEqual } from 'node:util';
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

/** Soon after an outage, the next one is logged only once it has lasted: an unsteady store does not flood the log. */
const STEADY_MS = 30_000;
const LASTS_MS = 2000;

export interface ReplicaHealthOptions {
  /** The store's name. */
  readonly name: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: FlagLogger;
  /** Is told of `store_health_changed`. */
  readonly events: ManagerEvents;
}

/** How a store is doing, as one instance sees it; what changes is logged once. */
export class ReplicaHealth {
  readonly name: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #logger: FlagLogger;
  readonly #events: ManagerEvents;
  #state: 'pending' | 'available' | 'unavailable' | 'data_lost' = 'pending';
  #hasRead = false;
  #since: number;
  #error: string | undefined;
  #refusal: string | undefined;
  /** That its log is not what was written. */
  readonly #damage: OngoingProblem;
  #problems: readonly FlagProblem[] = [];
  /** When it became available again last, by the same clock. */
  #availableAt = -Infinity;
  /** Whether the log says that it is unavailable. */
  #isLogged = false;

  constructor({ name, clock, logger, events }: ReplicaHealthOptions) {
    this.name = name;
    this.#clock = clock;
    this.#logger = logger;
    this.#events = events;
    this.#since = clock.now();
    this.#damage = new OngoingProblem({
      report: (damage) =>
        logger.error(
          `The audit log of flag store "${name}" is damaged, but the flags in force are not affected: ${damage} Look at the whole log with ` +
            'verifyAuditLog(), and restore it from a backup.',
        ),
      resolved: () => logger.log(`The audit log of flag store "${name}" is intact again.`),
    });
  }

  /** Whether something of the store is known: it was read, or its bootstrap file was. */
  get hasRead(): boolean {
    return this.#hasRead;
  }

  /** Whether all changes are known. */
  get isCurrent(): boolean {
    return this.#state === 'available';
  }

  get state(): ProviderState {
    if (this.#state === 'pending') return 'pending';
    if (this.#state === 'available') return 'loaded';
    return this.#hasRead ? 'stale' : 'failed';
  }

  /** Why the store accepts no changes from this instance: it has lost what is in force. `undefined` when it has not. */
  get dataLoss(): string | undefined {
    return this.#state === 'data_lost' ? this.#error : undefined;
  }

  /** When it came into this state, in milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** Whether its log was found not to be what was written, since the last time that nothing was found. */
  get isDamaged(): boolean {
    return this.#damage.current !== undefined;
  }

  /** Why it is unavailable, accepts no changes, or has a damaged log. */
  get error(): string | undefined {
    return this.#error ?? this.#refusal ?? this.#damage.current;
  }

  /** Documents that are there but cannot be read; an override by its flag's key, a schedule by its id. */
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

  /** To be called at each failure. */
  markUnavailable(error: unknown): void {
    const isOwn = error instanceof StoreUnavailableError || error instanceof StoreFailedError;
    const message = isOwn ? error.detail : messageOf(error);
    this.#enter('unavailable', message);
    const now = this.#clock.now();
    if (this.#isLogged || (now - this.#availableAt < STEADY_MS && now - this.#since < LASTS_MS)) return;
    this.#isLogged = true;
    const meanwhile = this.#hasRead ? 'what was last known stays in force' : 'nothing of it is known';
    this.#logger.error(
      `Flag store "${this.name}" has been unavailable since ${new Date(this.#since).toISOString()}, ${meanwhile}: ${message}`,
    );
  }

  /** The store answers, but has lost data that is still in force here. */
  markDataLost({ known, found }: StoreDataLoss): void {
    const what = found.version === 0 ? 'it is empty' : `it has begun another history, now at change ${found.version}`;
    const message =
      `${what}, while this instance knows ${known.version} changes, which stay in force here. ` +
      'If the data was lost, write it back with restoreStore({ actor, reason }). If the store was emptied on purpose, ' +
      'take over what it holds with acceptStore({ actor, reason }).';
    if (this.#state !== 'data_lost') this.#logger.error(`Flag store "${this.name}" has lost its data: ${message}`);
    this.#enter('data_lost', message);
  }

  /** It answers, but accepts no changes; to be called for each change that it rejects. */
  markRefusing({ detail }: StoreUnavailableError): void {
    if (this.#refusal === undefined) {
      this.#logger.error(`Flag store "${this.name}" accepts no changes; what it holds stays in force: ${detail}`);
    }
    const at = new Date(this.#clock.now()).toISOString();
    this.#refusal = `it rejected the last change of this instance, at ${at}: ${detail}`;
  }

  /** It has accepted a change. */
  markAccepting(): void {
    if (this.#refusal === undefined) return;
    this.#refusal = undefined;
    this.#logger.log(`Flag store "${this.name}" accepts changes again.`);
  }

  /** Its log is not what was written, though what is in force was verified. @param damage `undefined` when it is */
  reportDamage(damage: string | undefined): void {
    this.#damage.update(damage);
  }

  /** Something of it is known. Documents that cannot be read are reported, each once as long as it stays so. */
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
      this.#logger.error(
        `Some documents of flag store "${this.name}" cannot be read; their last good versions stay in force:\n${lines.join('\n')}`,
      );
  }

  #enter(state: 'available' | 'unavailable' | 'data_lost', error: string | undefined): void {
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
