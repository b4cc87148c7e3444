import { setMaxListeners } from 'node:events';
import type { RedisCommand, RedisConnectionClient } from '../redis-client.js';
import { answerWithin, SilenceError } from './answer-within.js';

export interface RedisSessionOptions {
  /** How long the server may take for one answer, in milliseconds. */
  readonly timeout: number;
  /** Ends the session, and every wait in it, with its reason. */
  readonly signal: AbortSignal;
}

/**
 * One connection, from being opened until it breaks; it is never reopened. It is broken when its socket says so, or when
 * an answer does not come in time: a hung or silently cut server looks no different. Where nothing else is asked, a
 * PING is, each half `timeout`, so that a silent end shows within 1.5 `timeout`.
 */
export class RedisSession {
  /** Resolves with the reason once the connection is broken or closed. */
  readonly ended: Promise<unknown>;
  readonly #client: RedisConnectionClient;
  readonly #timeout: number;
  readonly #ending = new AbortController();
  #hasSocket = false;
  #waiting = 0;
  #heartbeat: NodeJS.Timeout | undefined;

  private constructor(client: RedisConnectionClient, { timeout, signal }: RedisSessionOptions) {
    this.#client = client;
    this.#timeout = timeout;
    setMaxListeners(0, this.#ending.signal); // one for each command that waits
    const close = () => this.end(signal.reason);
    signal.addEventListener('abort', close);
    this.ended = new Promise((resolve) => {
      this.#ending.signal.addEventListener('abort', () => {
        signal.removeEventListener('abort', close);
        resolve(this.#ending.signal.reason);
      });
    });
    client.on('error', (error) => this.end(error)); // for good: an error without a listener ends the process
    client.on('connect', () => this.#connected());
  }

  /** @throws what hinders it; nothing of the connection is left then */
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
   * @throws what ended the session, or the server's refusal
   */
  async send(command: RedisCommand, limit = this.#timeout): Promise<unknown> {
    return await this.#answer(() => this.#client.sendCommand(command), limit);
  }

  /** Resolves once the server has confirmed it; throws like {@link send}. */
  async subscribe(channel: string, listener: (message: string) => void): Promise<void> {
    await this.#answer(() => this.#client.subscribe(channel, listener));
  }

  /** Breaks the connection off. */
  end(reason: unknown): void {
    if (this.#ending.signal.aborted) return;
    clearInterval(this.#heartbeat);
    this.#ending.abort(reason);
    if (this.#hasSocket) this.#destroy();
  }

  async #answer<T>(work: () => Promise<T>, limit = this.#timeout): Promise<T> {
    const { signal } = this.#ending;
    this.#waiting++;
    try {
      return await answerWithin(work, limit, signal);
    } catch (error) {
      if (error instanceof SilenceError) this.end(error);
      throw signal.aborted ? signal.reason : error; // what ended it says more than "the client is closed"
    } finally {
      this.#waiting--;
    }
  }

  /** Notifies pending calls as well, so that a long reply is not mistaken for silence. */
  #beat(): void {
    if (this.#waiting > 0) return;
    this.send(['PING']).catch(() => {
      // a refusal is an answer, and everything else has ended the session
    });
  }

  #connected(): void {
    this.#hasSocket = true;
    if (this.#ending.signal.aborted) this.#destroy(); // the client cannot give up a socket that is still to come
  }

  #destroy(): void {
    try {
      this.#client.destroy();
    } catch {
      // redis 5 throws when the socket has ended by itself
    }
  }
}
