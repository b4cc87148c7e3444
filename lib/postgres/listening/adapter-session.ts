import { answerWithin } from '../../store/connection/answer-within.js';
import { SessionEnd } from '../../store/connection/session-end.js';
import type { ListenOptions, ListenSession } from '../connection/postgres-connection.js';

/** `listen` of the application's adapter: resolves with a function that stops it. */
export type AdapterListen = (channel: string, listener: (payload: string) => void) => Promise<() => unknown>;

/** Listens through an adapter, which does not report that its connection is broken. */
export class AdapterSession implements ListenSession {
  readonly hasHeartbeat = false;
  readonly ended: Promise<unknown>;
  readonly #end: SessionEnd;
  #stop: (() => unknown) | undefined;

  private constructor(signal: AbortSignal) {
    this.#end = new SessionEnd(signal);
    this.ended = this.#end.reason;
    this.#end.signal.addEventListener('abort', () => void this.#stopListening());
  }

  /** @throws the reason of the failure */
  static async open(listen: AdapterListen, options: ListenOptions): Promise<AdapterSession> {
    const { channel, timeout, signal, received } = options;
    signal.throwIfAborted();
    const session = new AdapterSession(signal);
    const { signal: ended } = session.#end;
    const started = (async () =>
      await listen(channel, (payload) => {
        if (!ended.aborted) received(payload);
      }))();
    try {
      session.#stop = await answerWithin(() => started, timeout, ended);
    } catch (error) {
      started.then((stop) => stop()).catch(() => {}); // stop it if it starts late; the error is thrown below
      session.end(error);
      throw error;
    }
    return session;
  }

  end(reason: unknown): void {
    this.#end.reach(reason);
  }

  /** Never rejects: an adapter whose connection is gone may fail to stop. */
  async #stopListening(): Promise<void> {
    try {
      await this.#stop?.();
    } catch {
      // there is nothing left to stop
    }
  }
}
