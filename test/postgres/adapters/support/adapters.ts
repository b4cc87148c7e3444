import { MikroORM } from '@mikro-orm/postgresql';
import { PrismaPg } from '@prisma/adapter-pg';
import { drizzle } from 'drizzle-orm/node-postgres';
import knex from 'knex';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import postgres from 'postgres';
import { DataSource } from 'typeorm';
import type { PostgresDatabase } from 'nestjs-feature-flags/postgres';
import { knexDatabase } from '../../../manual/recipes/postgres-adapters/knex.database.js';
import { kyselyDatabase } from '../../../manual/recipes/postgres-adapters/kysely.database.js';
import { mikroOrmDatabase } from '../../../manual/recipes/postgres-adapters/mikro-orm.database.js';
import { postgresJsDatabase } from '../../../manual/recipes/postgres-adapters/postgres-js.database.js';
import { typeOrmDatabase } from '../../../manual/recipes/postgres-adapters/type-orm.database.js';

/** A library that is connected to a database. */
export interface ConnectedLibrary {
  readonly database: PostgresDatabase;
  /** A pool of the package `pg`, which the store can use instead of the adapter. */
  readonly pool?: Pool;
  readonly close: () => Promise<unknown>;
}

export interface Library {
  readonly title: string;
  /** Whether its adapter can listen. */
  readonly listens?: true;
  readonly connect: (url: string) => Promise<ConnectedLibrary>;
}

/** For libraries that write to the console when a connection is lost. */
const SILENT = { warn() {} };

/** Every library that the page on adapters names, configured as an application may configure it. */
export const libraries: readonly Library[] = [
  {
    title: 'TypeORM',
    connect: async (url) => {
      const dataSource = await new DataSource({ type: 'postgres', url }).initialize();
      return { database: typeOrmDatabase(dataSource), close: () => dataSource.destroy() };
    },
  },
  {
    title: 'Prisma, which shares its pool',
    connect: async (url) => {
      const pool = poolOf(url);
      const prisma = await new PrismaPg(pool).connect(); // as PrismaClient does
      const close = async () => {
        await prisma.dispose();
        await pool.end();
      };
      return { database: pool, pool, close };
    },
  },
  {
    title: 'Drizzle, which shares its pool',
    connect: async (url) => {
      const { $client: pool } = drizzle(poolOf(url));
      return { database: pool, pool, close: () => pool.end() };
    },
  },
  {
    title: 'Kysely',
    connect: async (url) => {
      const pool = poolOf(url);
      pool.on('connect', (client) => client.on('error', () => {})); // while it runs a statement
      const dialect = new PostgresDialect({ pool });
      const kysely = new Kysely<never>({ dialect, plugins: [new CamelCasePlugin()] });
      return { database: kyselyDatabase(kysely), close: () => kysely.destroy() };
    },
  },
  {
    title: 'Knex',
    listens: true,
    connect: async (url) => {
      const connected = knex({ client: 'pg', connection: url, log: SILENT });
      return { database: knexDatabase(connected), close: () => connected.destroy() };
    },
  },
  {
    title: 'MikroORM',
    listens: true,
    connect: async (url) => {
      const orm = await MikroORM.init({
        clientUrl: url,
        entities: [],
        discovery: { warnWhenNoEntities: false },
        driverOptions: { log: SILENT },
      });
      return { database: mikroOrmDatabase(orm.em), close: () => orm.close() };
    },
  },
  {
    title: 'postgres.js',
    listens: true,
    connect: async (url) => {
      const sql = postgres(url, { onnotice: () => {} });
      return {
        database: postgresJsDatabase(sql, () => postgres(url, { max: 1 })),
        close: () => sql.end({ timeout: 1 }), // a query that a lost connection has left behind never settles
      };
    },
  },
];

/** What the page on adapters says to pass to the store. */
export function accessOf({ pool, database }: ConnectedLibrary, url: string) {
  if (pool !== undefined) return { pool };
  return database.listen === undefined ? { database, listen: url } : { database };
}

function poolOf(connectionString: string): Pool {
  const pool = new Pool({ connectionString });
  pool.on('error', () => {}); // of a connection that the server ends
  return pool;
}
