import { announcedPosition } from '../store/connection/announced-position.js';
import { ReconnectingConnection } from '../store/connection/reconnecting-connection.js';
import { watchConnection } from '../store/connection/watch-connection.js';
import type { StoreListener } from '../store/flag-store.js';
import { StoreListeners } from '../store/store-listeners.js';
import type { ListenSession } from './connection/postgres-connection.js';
import { ProvenListening, type ProvenListeningOptions } from './listening/proven-listening.js';
import { SILENCE, SilentSession } from './listening/silent-session.js';

export interface PostgresWatchOptions extends Omit<ProvenListeningOptions, 'received' | 'recheck'> {
  /** Converts errors of the driver to errors of the store. */
  readonly failures: { of(error: unknown): Error };
  /** Called when the session that listens has broken. @default nothing */
  readonly broken?: (() => void) | undefined;
  /** {@link ProvenListeningOptions.recheck}. @default 30,000 */
  readonly recheck?: number | undefined;
}

const RECHECK_MS = 30_000;

/** Listens for changes on its own connection, as long as there are listeners. */
export class PostgresWatch {
  readonly #failures: PostgresWatchOptions['failures'];
  readonly #broken: () => void;
  readonly #listening: ProvenListening;
  readonly #listeners = new StoreListeners();
  #connection: ReconnectingConnection<ListenSession> | undefined;
  /** The state that the listeners were told last. */
  #state: 'receiving' | 'silent' | 'lost' = 'receiving';

  constructor({ failures, broken = () => {}, recheck = RECHECK_MS, ...options }: PostgresWatchOptions) {
    this.#failures = failures;
    this.#broken = broken;
    const received = (payload: string) => this.#listeners.announced(announcedPosition(payload));
    this.#listening = new ProvenListening({ ...options, recheck, received });
  }

  /** Resolves once changes are received, or once the listener was told that they are not announced. */
  async watch(listener: StoreListener): Promise<() => void> {
    const open = async () => {
      if (this.#state === 'silent')
        listener.unannounced(SILENCE); // it is known, even while listening is tried again
      else await (this.#connection ??= this.#connect()).session();
    };
    const close = (reason: unknown) => this.close(reason);
    try {
      return await watchConnection(this.#listeners, listener, { open, close });
    } catch (error) {
      throw this.#failures.of(error);
    }
  }

  close(reason: unknown): void {
    this.#connection?.close(reason);
    this.#connection = undefined;
    this.#state = 'receiving';
  }

  #connect(): ReconnectingConnection<ListenSession> {
    return new ReconnectingConnection<ListenSession>({
      open: (signal) => this.#listening.open(signal),
      up: (session) => this.#enter(session instanceof SilentSession ? 'silent' : 'receiving'),
      down: (error) => this.#lose(error),
    });
  }

  #enter(state: 'receiving' | 'silent'): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state === 'silent') this.#listeners.unannounced(SILENCE);
    else this.#listeners.resumed();
  }

  #lose(error: unknown): void {
    if (this.#state === 'silent') return; // nothing was received before either
    this.#state = 'lost';
    this.#broken(); // before the next attempt, which is proved by a statement
    this.#listeners.lost(this.#failures.of(error));
  }
}
