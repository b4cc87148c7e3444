import { setTimeout as delay } from 'node:timers/promises';
import { backoffDelay } from '../../internal/retry-delays.js';

/** One connection until it breaks. */
export interface Session {
  /** Resolves with the reason once the connection is broken or closed. */
  readonly ended: Promise<unknown>;
}

export interface ReconnectingConnectionOptions<S extends Session> {
  /** Opens a session that is ready for use; `signal` ends it. */
  readonly open: (signal: AbortSignal) => Promise<S>;
  /** Called with every session that is ready. */
  readonly up: (session: S) => void;
  /** Called with every such session that has ended. */
  readonly down: (error: unknown) => void;
}

/**
 * The delays before attempts to reconnect, in milliseconds, with jitter, so that many instances do not reconnect at the
 * same time.
 */
const RECONNECT_DELAYS = { first: 50, longest: 500 };

/**
 * A connection that is opened at its first use, and reopened whenever it breaks.
 *
 * The Redis client's own reconnection (`redis` 6.3) is not used: even with `pingInterval` and `socketTimeout`, it did
 * not detect within 60 s that a server no longer answered while a command was sent every 500 ms, because each write
 * counts as activity. A session detects this within 1.5 `timeout`. Of `test:faults`, `redis-killed` passed with the
 * client's reconnection, but `network-cut` never recovered.
 */
export class ReconnectingConnection<S extends Session> {
  readonly #options: ReconnectingConnectionOptions<S>;
  readonly #closing = new AbortController();
  #session: S | undefined;
  #error: unknown;
  #firstAttempt: Promise<void> | undefined;

  constructor(options: ReconnectingConnectionOptions<S>) {
    this.#options = options;
  }

  /**
   * Returns the current session. Waits only for the very first attempt to connect; later calls fail at once during an
   * outage.
   *
   * @throws the reason why there is none
   */
  async session(): Promise<S> {
    this.#closing.signal.throwIfAborted();
    await (this.#firstAttempt ??= this.#start());
    if (this.#session === undefined) throw this.#closing.signal.aborted ? this.#closing.signal.reason : this.#error;
    return this.#session;
  }

  /** Closes the connection; all pending calls fail with this reason. */
  close(reason: unknown): void {
    this.#closing.abort(reason);
  }

  async #start(): Promise<void> {
    await this.#attempt();
    void this.#keep();
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; !signal.aborted; failures++) {
      if (this.#session !== undefined) {
        this.#error = await this.#session.ended;
        this.#session = undefined;
        failures = 0;
        if (!signal.aborted) this.#options.down(this.#error);
      }
      await delay(backoffDelay(failures, RECONNECT_DELAYS), undefined, { ref: false, signal }).catch(() => {}); // aborted by close()
      if (!signal.aborted) await this.#attempt();
    }
  }

  async #attempt(): Promise<void> {
    try {
      this.#session = await this.#options.open(this.#closing.signal);
      if (!this.#closing.signal.aborted) this.#options.up(this.#session);
    } catch (error) {
      this.#error = error;
    }
  }
}
