import type { RedisCommand, RedisConnectionClient } from '../redis-client.js';
import { answerWithin, SilenceError } from '../../store/connection/answer-within.js';
import { SessionEnd } from '../../store/connection/session-end.js';

export interface RedisSessionOptions {
  /** The timeout of one answer, in milliseconds. */
  readonly timeout: number;
  /** Ends the session and all pending calls, with its reason. */
  readonly signal: AbortSignal;
}

/**
 * One connection until it breaks; it is never reopened. It counts as broken if its socket reports that, or if an answer
 * is late, because a server that hangs cannot be distinguished from one that was disconnected silently. Without other
 * commands, a PING is sent every half `timeout`, so that a silent disconnection is detected within 1.5 `timeout`.
 */
export class RedisSession {
  /** Resolves with the reason once the connection is broken or closed. */
  readonly ended: Promise<unknown>;
  readonly #client: RedisConnectionClient;
  readonly #timeout: number;
  readonly #end: SessionEnd;
  #hasSocket = false;
  #waiting = 0;
  #heartbeat: NodeJS.Timeout | undefined;

  private constructor(client: RedisConnectionClient, { timeout, signal }: RedisSessionOptions) {
    this.#client = client;
    this.#timeout = timeout;
    this.#end = new SessionEnd(signal);
    this.ended = this.#end.reason;
    this.#end.signal.addEventListener('abort', () => this.#disconnect());
    client.on('error', (error) => this.end(error)); // never removed: an error without a listener ends the process
    client.on('connect', () => this.#connected());
  }

  /** @throws the reason of the failure; the connection is closed then */
  static async open(client: RedisConnectionClient, options: RedisSessionOptions): Promise<RedisSession> {
    options.signal.throwIfAborted();
    const session = new RedisSession(client, options);
    try {
      await session.#answer(() => client.connect());
    } catch (error) {
      session.end(error);
      throw error;
    }
    session.#heartbeat = setInterval(() => session.#beat(), options.timeout / 2).unref();
    return session;
  }

  /**
   * @param limit how long the answer may take, in milliseconds
   * @throws the reason why the session ended, or the server's rejection
   */
  async send(command: RedisCommand, limit = this.#timeout): Promise<unknown> {
    return await this.#answer(() => this.#client.sendCommand(command), limit);
  }

  /** Subscribes to a channel, and resolves once the server has confirmed it; throws like {@link send}. */
  async subscribe(channel: string, listener: (message: string) => void): Promise<void> {
    await this.#answer(() => this.#client.subscribe(channel, listener));
  }

  /** Ends the connection immediately. */
  end(reason: unknown): void {
    this.#end.reach(reason);
  }

  async #answer<T>(work: () => Promise<T>, limit = this.#timeout): Promise<T> {
    const { signal } = this.#end;
    this.#waiting++;
    try {
      return await answerWithin(work, limit, signal);
    } catch (error) {
      if (error instanceof SilenceError) this.end(error);
      throw signal.aborted ? signal.reason : error; // the reason is more useful than "the client is closed"
    } finally {
      this.#waiting--;
    }
  }

  /** Sends a PING, unless a call is pending: that call detects silence itself, with its own limit, which a long reply may need. */
  #beat(): void {
    if (this.#waiting > 0) return;
    this.send(['PING']).catch(() => {
      // a rejection is an answer, and any other error has ended the session
    });
  }

  #connected(): void {
    this.#hasSocket = true;
    if (this.#end.signal.aborted) this.#destroy(); // the client cannot abort a socket that is still connecting
  }

  #disconnect(): void {
    clearInterval(this.#heartbeat);
    if (this.#hasSocket) this.#destroy();
  }

  #destroy(): void {
    try {
      this.#client.destroy();
    } catch {
      // redis 5 throws if the socket has already ended
    }
  }
}
