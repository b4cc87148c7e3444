import { answerWithin } from '../../store/connection/answer-within.js';
import { SessionEnd } from '../../store/connection/session-end.js';
import type { ListenOptions, ListenSession, PostgresConnection } from '../connection/postgres-connection.js';
import { probePayload } from './notification-probes.js';
import { notifyStatement } from './notify.statement.js';

/** `listen` of the application's adapter: resolves with a function that stops it. */
export type AdapterListen = (channel: string, listener: (payload: string) => void) => Promise<() => unknown>;

/**
 * Listens through an adapter until no notification is received in time. If there is none for half the `timeout`, one is
 * sent, so that a disconnection is detected within 1.5 `timeout`. Notifications of other instances count as well: of many
 * instances, the first one sends it, and the others need not.
 */
export class AdapterSession implements ListenSession {
  /** Resolves with the reason once nothing is received any more, or once it is ended. */
  readonly ended: Promise<unknown>;
  readonly #options: ListenOptions;
  readonly #send: PostgresConnection['send'];
  readonly #end: SessionEnd;
  #stop: (() => unknown) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #confirm: () => void = () => {};

  private constructor(send: PostgresConnection['send'], options: ListenOptions) {
    this.#send = send;
    this.#options = options;
    this.#end = new SessionEnd(options.signal);
    this.ended = this.#end.reason;
    this.#end.signal.addEventListener('abort', () => void this.#stopListening());
  }

  /** @throws the reason of the failure */
  static async open(
    listen: AdapterListen,
    send: PostgresConnection['send'],
    options: ListenOptions,
  ): Promise<AdapterSession> {
    const { channel, timeout, signal } = options;
    signal.throwIfAborted();
    const session = new AdapterSession(send, options);
    const started = (async () => await listen(channel, (payload) => session.#receive(payload)))();
    try {
      session.#stop = await answerWithin(() => started, timeout, signal);
    } catch (error) {
      started.then((stop) => stop()).catch(() => {}); // stop it if it starts late; the error is thrown below
      session.end(error);
      throw error;
    }
    session.#beatLater();
    return session;
  }

  end(reason: unknown): void {
    this.#end.reach(reason);
  }

  #receive(payload: string): void {
    if (this.#end.signal.aborted) return;
    this.#confirm();
    this.#beatLater();
    this.#options.received(payload);
  }

  /** Waits for up to half the timeout, with jitter, so that the first of many instances sends the heartbeat. */
  #beatLater(): void {
    clearTimeout(this.#timer);
    const delay = (this.#options.timeout / 2) * (0.75 + 0.25 * Math.random());
    this.#timer = setTimeout(() => void this.#beat(), delay).unref();
  }

  async #beat(): Promise<void> {
    const { channel, timeout } = this.#options;
    const receipt = new Promise<void>((resolve) => (this.#confirm = resolve));
    const send = async () => {
      await this.#send(notifyStatement(channel, probePayload()), timeout);
      await receipt;
    };
    try {
      await answerWithin(() => Promise.race([receipt, send()]), timeout, this.#end.signal);
    } catch (error) {
      this.end(error);
    }
  }

  /** Never rejects: an adapter whose connection is gone may fail to stop. */
  async #stopListening(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      await this.#stop?.();
    } catch {
      // there is nothing left to stop
    }
  }
}
