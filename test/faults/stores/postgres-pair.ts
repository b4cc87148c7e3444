import type { PostgresServer } from '../../support/postgres-server.js';
import { PATIENCE_MS } from '../equal-states.js';
import type { Lab } from '../lab.js';
import type { TcpProxy } from '../proxy/tcp-proxy.js';
import { until } from '../until.js';
import type { PostgresFlagServer } from './postgres-flag-server.js';
import type { PostgresStoreAddress } from './store-address.js';

type Who = 'writer' | 'watcher';

/**
 * A primary, and a standby that has everything that was confirmed. Instances reach the primary by addresses of their own,
 * which lead to the standby once it is promoted.
 */
export class PostgresPair {
  readonly #lab: Lab;
  readonly #address: PostgresStoreAddress;
  readonly #networks: Readonly<Record<Who, TcpProxy>>;
  #primary: PostgresServer;
  #standby: PostgresServer | undefined;

  private constructor(lab: Lab, { server, address }: PostgresFlagServer, networks: Readonly<Record<Who, TcpProxy>>) {
    this.#lab = lab;
    this.#address = address;
    this.#networks = networks;
    this.#primary = server;
  }

  static async start(lab: Lab, server: PostgresFlagServer): Promise<PostgresPair> {
    const networks = { writer: await lab.proxy(server.port), watcher: await lab.proxy(server.port) };
    return new PostgresPair(lab, server, networks);
  }

  get primary(): PostgresServer {
    return this.#primary;
  }

  addressOf(who: Who): PostgresStoreAddress {
    return { ...this.#address, port: this.#networks[who].port };
  }

  networkOf(who: Who): TcpProxy {
    return this.#networks[who];
  }

  /** Ends all sessions of instances, as an operator can. */
  async terminateSessions(): Promise<void> {
    await this.#primary.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [
      this.#address.user,
    ]);
  }

  /** Starts a standby. From then on, what the primary confirms is there as well. */
  async addStandby(): Promise<void> {
    this.#standby = await this.#lab.keep(this.#primary.standby(), (server) => server.stop());
    await this.#primary.set({ synchronous_standby_names: '*' });
    await until('the standby was up to date', PATIENCE_MS, async () => {
      const [standby] = await this.#primary.query(
        "SELECT FROM pg_stat_replication WHERE sync_state = 'sync' AND replay_lsn >= pg_current_wal_lsn()",
      );
      return standby === undefined ? undefined : true;
    });
  }

  async promoteStandby(): Promise<void> {
    if (this.#standby === undefined) throw new Error('There is no standby.');
    await this.#standby.promote();
    for (const network of Object.values(this.#networks)) network.leadTo(this.#standby.port);
    this.#primary = this.#standby;
    this.#standby = undefined;
  }
}
