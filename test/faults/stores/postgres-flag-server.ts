import { Pool } from 'pg';
import { migratePostgres } from '../../../lib/postgres/index.js';
import { PostgresNames } from '../../../lib/postgres/postgres-names.js';
import { keyText, textOf } from '../../../lib/postgres/stored-text.js';
import { postgresFolder, PostgresServer, type PostgresSettings } from '../../support/postgres-server.js';
import { PATIENCE_MS } from '../equal-states.js';
import type { Lab } from '../lab.js';
import { until } from '../until.js';
import type { WorkerProcess } from '../worker/worker-process.js';
import type { CarriedOut, FlagServer, StartFlagServer } from './flag-server.js';
import { postgresMessageDelays } from './postgres-message-delays.js';
import { databaseUrl, type PostgresStoreAddress, type StoreAddress } from './store-address.js';

const SCHEMA = 'faults';

/** So that what is confirmed is on the disk, that all instances can connect, and that statements are counted. */
const SETTINGS: PostgresSettings = {
  fsync: 'on',
  max_connections: 400,
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.max': 1000,
};

/** A Postgres that has every write on its disk before it answers, unless these settings change that. */
export function postgres(settings: PostgresSettings = {}, name = 'Postgres'): StartFlagServer<PostgresFlagServer> {
  return async (lab) => await PostgresFlagServer.start(lab, settings, name);
}

/** A database with the tables of stores, and a user with the rights that an application needs. */
export class PostgresFlagServer implements FlagServer {
  readonly name: string;
  readonly address: PostgresStoreAddress;
  readonly server: PostgresServer;

  private constructor(name: string, server: PostgresServer, address: PostgresStoreAddress) {
    this.name = name;
    this.server = server;
    this.address = address;
  }

  static async start(lab: Lab, settings: PostgresSettings, name: string): Promise<PostgresFlagServer> {
    const starting = PostgresServer.start(postgresFolder() ?? '', { ...SETTINGS, ...settings });
    const server = await lab.keep(starting, (started) => started.stop());
    await server.query('CREATE EXTENSION pg_stat_statements');
    const [database, login] = [await server.createDatabase(), await server.createUser('shop_app')];
    const address = { kind: 'postgres', port: server.port, database, schema: SCHEMA, ...login } as const;
    const started = new PostgresFlagServer(name, server, address);
    await started.space(SCHEMA);
    return started;
  }

  get port(): number {
    return this.server.port;
  }

  /** The URL of the database for its owner, who may do everything. */
  get ownerUrl(): string {
    return this.server.url({ database: this.address.database });
  }

  async space(name: string): Promise<PostgresStoreAddress> {
    await migratePostgres(this.ownerUrl, { schema: name, role: this.address.user });
    return { ...this.address, schema: name };
  }

  async kill(): Promise<void> {
    await this.server.kill();
  }

  async restart(): Promise<void> {
    await this.server.restart();
  }

  async empty(): Promise<void> {
    const { log, documents, position } = new PostgresNames(SCHEMA);
    await this.run(`TRUNCATE ${log}, ${documents}; UPDATE ${position} SET version = 0, id = ''`);
  }

  async publish(messages: readonly string[]): Promise<void> {
    const login = { connectionString: databaseUrl(this.address, this.port), max: 1 };
    const pool = new Pool(login);
    try {
      await pool.query('SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message', [SCHEMA, messages]);
    } finally {
      await pool.end();
    }
  }

  async leaseHolder(address: StoreAddress, lease: string): Promise<string | undefined> {
    if (address.kind !== 'postgres') return undefined;
    const { leases } = new PostgresNames(address.schema);
    const [row] = await this.run(`SELECT holder FROM ${leases} WHERE name = '${keyText(lease)}'`);
    return row === undefined ? undefined : textOf(row['holder']);
  }

  async carriedOut(): Promise<readonly CarriedOut[]> {
    const rows = await this.server.query<{ readonly text: string; readonly calls: number }>(
      `SELECT query AS text, sum(calls)::int AS calls
        FROM pg_stat_statements JOIN pg_roles ON pg_roles.oid = userid
        WHERE rolname = $1 AND query NOT LIKE '%unnest($2::text[]) AS message%' GROUP BY query`,
      [this.address.user],
    );
    return rows.map(({ text, calls }) => ({
      text: text.replaceAll(/\s+/g, ' ').trim(),
      calls,
      effect: effectOf(text),
    }));
  }

  async messageDelays(rounds: number, workers: readonly WorkerProcess[]): Promise<readonly number[]> {
    return await postgresMessageDelays(this.ownerUrl, rounds, workers);
  }

  /** Resolves once no instance has a connection any more. */
  async allDisconnected(): Promise<void> {
    await until('all instances had disconnected', PATIENCE_MS, async () => {
      const sessions = await this.server.query('SELECT FROM pg_stat_activity WHERE usename = $1', [this.address.user]);
      return sessions.length === 0 ? true : undefined;
    });
  }

  /** Runs a statement in the database of the stores, as its owner. */
  async run(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const pool = new Pool({ connectionString: this.ownerUrl, max: 1 });
    try {
      return (await pool.query<Record<string, unknown>>(text)).rows;
    } finally {
      await pool.end();
    }
  }
}

/** By the text of a statement of the store. */
function effectOf(text: string): CarriedOut['effect'] {
  if (!/^\s*(SELECT|WITH)\b/i.test(text) || /\b(INSERT|UPDATE|DELETE|pg_notify|set_config)\b/i.test(text))
    return 'other';
  if (text.includes('"documents"')) return 'reads_all';
  if (text.includes('"log"')) return 'reads_log';
  return text.includes('"position"') ? 'reads' : 'other';
}
