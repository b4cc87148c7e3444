import { answerWithin } from '../store/connection/answer-within.js';
import { announcedPosition } from '../store/connection/announced-position.js';
import { Outage } from '../store/connection/outage.js';
import { ReconnectingConnection } from '../store/connection/reconnecting-connection.js';
import { SessionEnd } from '../store/connection/session-end.js';
import type { StoreListener } from '../store/flag-store.js';
import { StoreListeners } from '../store/store-listeners.js';
import type { ListenSession, PostgresConnection } from './connection/postgres-connection.js';
import type { Statement } from './connection/statement.js';
import { NotificationProbes } from './listening/notification-probes.js';
import { notifyStatement } from './listening/notify.statement.js';
import { SILENCE, SilentSession } from './listening/silent-session.js';

export interface PostgresWatchOptions {
  /** `listen` of the connection. */
  readonly listen: NonNullable<PostgresConnection['listen']>;
  /** Runs statements; rejects with errors of the store. */
  readonly statements: { run(statement: Statement, limit?: number): Promise<unknown> };
  /** The channel of notifications. */
  readonly channel: string;
  /** Converts errors of the driver to errors of the store. */
  readonly failures: { of(error: unknown): Error };
  /** The timeout of one answer, in milliseconds. */
  readonly timeout: number;
  /** How long an instance that receives nothing polls before it tries to listen again, in milliseconds. @default 30,000 */
  readonly recheck?: number | undefined;
}

const RECHECK_MS = 30_000;
const LISTENING = 'listening';
const STATEMENTS = 'statements';

/** Listens for changes on its own connection, as long as there are listeners. */
export class PostgresWatch {
  readonly #options: PostgresWatchOptions;
  readonly #listeners = new StoreListeners();
  readonly #probes = new NotificationProbes();
  readonly #outage: Outage;
  #connection: ReconnectingConnection<ListenSession> | undefined;
  /** Whether notifications are not received although the server accepts LISTEN. */
  #isSilent = false;
  #watching = 0;
  #statementChanges = 0;

  constructor(options: PostgresWatchOptions) {
    const { failures } = options;
    this.#options = options;
    this.#outage = new Outage({
      lost: (error) => this.#listeners.lost(failures.of(error)),
      resumed: () => this.#reportState(this.#listeners),
    });
  }

  /** Resolves once changes are received, or the listener was told that they are not. */
  async watch(listener: StoreListener): Promise<() => void> {
    const remove = this.#listeners.add(listener);
    let isOver = false;
    const end = () => {
      remove();
      if (isOver) return;
      isOver = true;
      if (--this.#watching === 0) this.close(new Error('there are no listeners left'));
    };
    this.#watching++;
    if (this.#isSilent) this.#reportState(listener);
    this.#connection ??= this.#connect();
    try {
      await this.#connection.session();
    } catch (error) {
      end();
      throw this.#options.failures.of(error);
    }
    return end;
  }

  /**
   * Called when statements can be run again. The cause of the outage may also have broken the connection that listens,
   * or may have left it at a server that is no longer the primary, so it is checked.
   */
  up(): void {
    void this.#resume(++this.#statementChanges);
  }

  /** Called when statements can no longer be run. */
  down(error: unknown): void {
    this.#statementChanges++;
    this.#outage.begin(STATEMENTS, error);
  }

  close(reason: unknown): void {
    this.#connection?.close(reason);
    this.#connection = undefined;
    this.#isSilent = false;
    this.#outage.end(LISTENING);
  }

  #connect(): ReconnectingConnection<ListenSession> {
    return new ReconnectingConnection<ListenSession>({
      open: (signal) => this.#open(signal),
      up: (session) => this.#setSilent(session instanceof SilentSession),
      down: (error) => {
        if (!this.#isSilent) this.#outage.begin(LISTENING, error); // a silent session received nothing anyway
      },
    });
  }

  /** Opens a session and proves it, within the timeout of one answer; what is late is ended. */
  async #open(signal: AbortSignal): Promise<ListenSession> {
    const end = new SessionEnd(signal);
    try {
      const session = await answerWithin(() => this.#openProven(end.signal), this.#options.timeout, end.signal);
      void session.ended.then((reason) => end.reach(reason));
      return session;
    } catch (error) {
      end.reach(error);
      throw error;
    }
  }

  async #openProven(signal: AbortSignal): Promise<ListenSession> {
    const { listen, channel, timeout, recheck = RECHECK_MS } = this.#options;
    const session = await listen({ channel, timeout, signal, received: (payload) => this.#receive(payload) });
    try {
      if (await this.#probe(signal)) return session;
    } catch (error) {
      session.end(error);
      throw error;
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
    if (!this.#probes.take(payload)) this.#listeners.announced(announcedPosition(payload));
  }

  #setSilent(isSilent: boolean): void {
    const isNew = isSilent !== this.#isSilent;
    this.#isSilent = isSilent;
    if (this.#outage.isOngoing) this.#outage.end(LISTENING);
    else if (isNew) this.#reportState(this.#listeners);
  }

  #reportState(listener: StoreListener): void {
    if (this.#isSilent) listener.unannounced(SILENCE);
    else listener.resumed();
  }

  async #resume(change: number): Promise<void> {
    await this.#check();
    if (change === this.#statementChanges) this.#outage.end(STATEMENTS);
  }

  /** Ends the current session if a notification is not received. */
  async #check(): Promise<void> {
    try {
      const session = await this.#connection?.session();
      if (session === undefined || session instanceof SilentSession) return;
      const ended = new AbortController();
      void session.ended.then((reason) => ended.abort(reason));
      if (!(await this.#probe(ended.signal))) session.end(new Error('a notification was not received'));
    } catch {
      // its own outage begins when it ends
    }
  }
}
