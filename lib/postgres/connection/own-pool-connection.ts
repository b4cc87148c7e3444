import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Client, ClientConfig, Pool, PoolClient } from 'pg';
import { answerWithin, SilenceError } from '../../store/connection/answer-within.js';
import { clientConfig, createClient, loadPg, type ClientSettings } from './pg-client.js';
import { queryPool } from './pool-query.js';
import type { PostgresConnection } from './postgres-connection.js';
import type { Row, Statement } from './statement.js';

/** Enough for one append and one read at a time; with the one that listens, a store has three. */
const MAX_CONNECTIONS = 2;

/** Longer than the usual `storePoll`, and shorter than the time after which firewalls drop idle connections silently. */
const IDLE_MS = 60_000;

/** The store's own pool: opened by the first statement, and kept until it is closed. */
export class OwnPoolConnection implements PostgresConnection {
  readonly #settings: ClientSettings;
  readonly #closing = new AbortController();
  readonly #clients = new Set<Client>();
  readonly #idle = new Set<PoolClient>();
  #opening: Promise<Pool> | undefined;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
    setMaxListeners(0, this.#closing.signal); // one for each pending statement
  }

  async send(statement: Statement, limit: number): Promise<readonly Row[]> {
    const { signal } = this.#closing;
    const deadline = performance.now() + limit;
    const pool = await answerWithin(() => (this.#opening ??= this.#open()), limit, signal);
    try {
      return await queryPool(pool, statement, Math.max(1, Math.ceil(deadline - performance.now())), signal);
    } catch (error) {
      if (error instanceof SilenceError) {
        this.closeIdle();
        await setImmediate(); // by then the pool has noticed it, and lends none of them
      }
      throw error;
    }
  }

  closeIdle(): void {
    for (const { connection } of this.#idle) connection.stream.destroy();
  }

  close(reason: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(reason);
    this.#opening?.then((pool) => this.#end(pool)).catch(() => {}); // "send" has thrown why it could not be opened
  }

  async #open(): Promise<Pool> {
    await createClient(this.#settings); // only to check the options, which the pool would do at each connection
    const { Client, Pool } = await loadPg();
    const clients = this.#clients;
    /** Known to the store from the beginning, because one that connects to a server that hangs must be closed as well. */
    class KnownClient extends Client {
      constructor(config?: string | ClientConfig) {
        super(config);
        clients.add(this);
        this.connection.once('end', () => clients.delete(this));
      }
    }
    const config = clientConfig(this.#settings);
    const pool = new Pool({ ...config, Client: KnownClient, max: MAX_CONNECTIONS, idleTimeoutMillis: IDLE_MS });
    pool.on('error', () => {}); // of an idle connection, which the pool replaces
    pool.on('acquire', (client) => this.#idle.delete(client));
    pool.on('release', (_, client) => this.#idle.add(client));
    pool.on('remove', (client) => this.#idle.delete(client));
    return pool;
  }

  /** Ends all connections at once: one to a server that hangs would keep the process alive. */
  async #end(pool: Pool): Promise<void> {
    const ended = pool.end();
    for (const { connection } of this.#clients) connection.stream.destroy();
    await ended;
  }
}
