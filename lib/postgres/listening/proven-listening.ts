import { answerWithin } from '../../store/connection/answer-within.js';
import { SessionEnd } from '../../store/connection/session-end.js';
import type { Listen, ListenSession } from '../connection/postgres-connection.js';
import type { Statement } from '../connection/statement.js';
import { heartbeatInterval } from './heartbeat-interval.js';
import { NotificationProbes } from './notification-probes.js';
import { notifyStatement } from './notify.statement.js';
import { SILENCE, SilentSession } from './silent-session.js';

export interface ProvenListeningOptions {
  /** Opens the sessions. */
  readonly listen: Listen;
  /** Runs statements. */
  readonly statements: { run(statement: Statement, limit?: number): Promise<unknown> };
  /** The channel of notifications. */
  readonly channel: string;
  /** The timeout of one answer, in milliseconds. */
  readonly timeout: number;
  /**
   * How long an instance polls before it tries to listen again if it receives nothing, and how often it is checked
   * otherwise, in milliseconds.
   */
  readonly recheck: number;
  /** Called with the payload of every notification except probes. */
  readonly received: (payload: string) => void;
}

/**
 * Opens sessions that are proved to receive what is sent with statements, and checks that they still do. For most
 * sessions, checks are rare, because each has a heartbeat of its own; they detect that statements reach another server,
 * such as after a failover that has not closed the connection. Notifications of other instances prove as much: of many
 * instances, one sends a probe, and the others need not.
 */
export class ProvenListening {
  readonly #options: ProvenListeningOptions;
  readonly #probes = new NotificationProbes();
  #postponeCheck: () => void = () => {};

  constructor(options: ProvenListeningOptions) {
    this.#options = options;
  }

  /**
   * Opens a session and proves it, within the timeout of one answer. It is a {@link SilentSession} if the server accepts
   * LISTEN, but the notification is not received.
   *
   * @param signal ends the session, with its reason
   * @throws the reason of the failure
   */
  async open(signal: AbortSignal): Promise<ListenSession> {
    const end = new SessionEnd(signal);
    try {
      const session = await answerWithin(() => this.#open(end.signal), this.#options.timeout, end.signal);
      void session.ended.then((reason) => end.reach(reason));
      return session;
    } catch (error) {
      end.reach(error); // so that a session that is opened late ends
      throw error;
    }
  }

  async #open(signal: AbortSignal): Promise<ListenSession> {
    const { listen, channel, timeout, recheck } = this.#options;
    const session = await listen({ channel, timeout, signal, received: (payload) => this.#receive(payload) });
    if (await this.#probe(signal)) {
      this.#keep(session, signal);
      return session;
    }
    session.end(new Error(SILENCE));
    return new SilentSession(recheck, signal);
  }

  /** Returns whether a notification is received within half the timeout, so that silence is reported within one. */
  async #probe(signal: AbortSignal): Promise<boolean> {
    const { statements, channel, timeout } = this.#options;
    const send = (payload: string) => statements.run(notifyStatement(channel, payload), timeout);
    return await this.#probes.probe(send, { limit: timeout / 2, signal });
  }

  #receive(payload: string): void {
    this.#postponeCheck();
    if (!this.#probes.take(payload)) this.#options.received(payload);
  }

  /** Checks a session whenever it has received nothing for a while, with jitter, so that one of many instances is first. */
  #keep(session: ListenSession, signal: AbortSignal): void {
    const { timeout, recheck } = this.#options;
    const interval = session.hasHeartbeat ? recheck : heartbeatInterval(timeout);
    let timer: NodeJS.Timeout | undefined;
    this.#postponeCheck = () => {
      clearTimeout(timer);
      const delay = interval * (0.75 + 0.25 * Math.random());
      if (!signal.aborted) timer = setTimeout(() => void this.#check(session, signal), delay).unref();
    };
    this.#postponeCheck();
    void session.ended.then(() => clearTimeout(timer));
  }

  async #check(session: ListenSession, signal: AbortSignal): Promise<void> {
    try {
      if (!(await this.#probe(signal))) session.end(new Error('a test notification was not received'));
    } catch (error) {
      if (session.hasHeartbeat)
        this.#postponeCheck(); // statements fail, such as in a full pool: the session may be intact
      else session.end(error);
    }
  }
}
