import { answerWithin, SilenceError } from '../../store/connection/answer-within.js';
import { SessionEnd } from '../../store/connection/session-end.js';
import type { ListenOptions, ListenSession } from '../connection/postgres-connection.js';
import type { Row } from '../connection/statement.js';
import { quotedName } from '../postgres-names.js';
import { heartbeatInterval } from './heartbeat-interval.js';
import type { ListenClient } from './listen-client.js';

/** The longest time for the goodbye to a server that may hang: it keeps the process alive. */
const CLOSE_MS = 500;

const HEARTBEAT = `
  SELECT pg_is_in_recovery() AS "isReplica",
    EXISTS (SELECT FROM pg_listening_channels() AS channel WHERE channel = $1::text) AS "isListening"`;

/**
 * A client that listens, until its connection breaks; it is never reopened. It counts as broken if its socket reports
 * that, or if an answer is late. A heartbeat is sent every {@link heartbeatInterval}, so that a silent disconnection is
 * detected within 1.5 `timeout`. It also asks whether the session still listens, because a proxy may have replaced it,
 * and whether the server is still the primary.
 */
export class ClientSession implements ListenSession {
  readonly hasHeartbeat = true;
  /** Resolves with the reason once the connection is broken or closed. */
  readonly ended: Promise<unknown>;
  readonly #client: ListenClient;
  readonly #channel: string;
  readonly #timeout: number;
  readonly #end: SessionEnd;
  #heartbeat: NodeJS.Timeout | undefined;
  /** Whether the server could answer now. */
  #isReady = false;

  private constructor(client: ListenClient, { channel, timeout, signal, received }: ListenOptions) {
    this.#client = client;
    this.#channel = channel;
    this.#timeout = timeout;
    this.#end = new SessionEnd(signal);
    this.ended = this.#end.reason;
    this.#end.signal.addEventListener('abort', () => void this.#disconnect());
    client.on('error', (error) => this.#break(error)); // never removed: an error without a listener ends the process
    client.on('end', () => this.#break(new Error('the connection was closed')));
    client.on('notification', (message) => {
      if (message.channel === channel && !this.#end.signal.aborted) received(message.payload ?? '');
    });
  }

  /** @throws the reason of the failure; the connection is closed then */
  static async open(client: ListenClient, options: ListenOptions): Promise<ClientSession> {
    options.signal.throwIfAborted();
    const session = new ClientSession(client, options);
    try {
      await session.#answer(() => client.connect());
      await session.#answer(() => client.query(`LISTEN ${quotedName(options.channel)}`));
    } catch (error) {
      session.end(error);
      throw error;
    }
    session.#heartbeat = setInterval(() => void session.#beat(), heartbeatInterval(options.timeout)).unref();
    return session;
  }

  /** Ends the session immediately. Its connection is closed in the background. */
  end(reason: unknown): void {
    this.#end.reach(reason);
  }

  /** Asks the server, unless it still has to answer the last question, which has a timeout of its own. */
  async #beat(): Promise<void> {
    if (!this.#isReady) return;
    try {
      const { rows } = await this.#answer(() => this.#client.query(HEARTBEAT, [this.#channel]));
      const problem = problemOf(rows[0]);
      if (problem !== undefined) this.end(new Error(problem));
    } catch (error) {
      this.end(error);
    }
  }

  async #answer<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.#end;
    this.#isReady = false;
    try {
      const answer = await answerWithin(work, this.#timeout, signal);
      this.#isReady = true;
      return answer;
    } catch (error) {
      if (!(error instanceof SilenceError) && !signal.aborted) this.#isReady = true; // the server has rejected it
      throw signal.aborted ? signal.reason : error; // the reason is more useful than "connection terminated"
    }
  }

  #break(error: Error): void {
    this.#isReady = false;
    this.end(error);
  }

  /** Stops listening first, if possible, because a pooler may keep the session and lend it to other clients. */
  async #disconnect(): Promise<void> {
    clearInterval(this.#heartbeat);
    if (this.#isReady) await answerWithin(() => this.#close(), CLOSE_MS).catch(() => {}); // the connection is gone
    const stream = this.#client.connection?.stream;
    if (stream === undefined) await this.#client.end().catch(() => {});
    else stream.destroy(); // end() does not close a socket that is still connecting
  }

  async #close(): Promise<void> {
    await this.#client.query(`UNLISTEN ${quotedName(this.#channel)}`);
    await this.#client.end();
  }
}

function problemOf(answer: Row | undefined): string | undefined {
  if (answer?.['isReplica'] === true) return 'the server has become a replica, which sends no notifications';
  return answer?.['isListening'] === true ? undefined : 'the session no longer listens';
}
