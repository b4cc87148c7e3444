import { setTimeout as delay } from 'node:timers/promises';
import { jitteredDelay } from '../../internal/retry-delays.js';
import { SessionEnd } from '../../store/connection/session-end.js';
import type { ListenSession } from '../connection/postgres-connection.js';

/** Why notifications are not received although the server accepts LISTEN, and what to do; shown to operators. */
export const SILENCE =
  'it accepts LISTEN, but a test notification was not received. This happens behind a pooler in transaction mode, such as ' +
  'PgBouncer, or if LISTEN and the statements reach different databases. Set option "listen" to the URL of a direct ' +
  'connection to the database, or to false to poll without this warning';

/** Stands for a session that would receive nothing. It holds no connection, and ends when it is time to try again. */
export class SilentSession implements ListenSession {
  readonly hasHeartbeat = true;
  readonly ended: Promise<unknown>;
  readonly #end: SessionEnd;

  /**
   * @param recheck how long an instance polls before it tries to listen again, in milliseconds
   * @param signal ends the session, with its reason
   */
  constructor(recheck: number, signal: AbortSignal) {
    this.#end = new SessionEnd(signal);
    this.ended = this.#end.reason;
    void this.#expire(jitteredDelay(recheck));
  }

  end(reason: unknown): void {
    this.#end.reach(reason);
  }

  async #expire(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { ref: false, signal: this.#end.signal }).catch(() => {}); // ended earlier
    this.end(new Error('it is time to listen again'));
  }
}
