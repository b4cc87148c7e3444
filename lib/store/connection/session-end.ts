import { setMaxListeners } from 'node:events';

/** The end of a session, which it reaches once: for a reason of its own, or for that of the signal of its connection. */
export class SessionEnd {
  /** Aborted at the end, with the reason. */
  readonly signal: AbortSignal;
  /** Resolves with the reason at the end. */
  readonly reason: Promise<unknown>;
  readonly #ending = new AbortController();

  /** @param signal ends the session, with its reason */
  constructor(signal: AbortSignal) {
    this.signal = this.#ending.signal;
    setMaxListeners(0, this.signal); // one for each pending call
    const end = () => this.reach(signal.reason);
    signal.addEventListener('abort', end);
    this.reason = new Promise((resolve) => {
      this.signal.addEventListener('abort', () => {
        signal.removeEventListener('abort', end);
        resolve(this.signal.reason);
      });
    });
  }

  /** Ends the session. Only the first reason counts. */
  reach(reason: unknown): void {
    this.#ending.abort(reason);
  }
}
