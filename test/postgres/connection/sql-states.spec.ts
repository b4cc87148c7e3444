import { beforeAll, expect, it } from '@jest/globals';
import { Client, type Pool } from 'pg';
import type { FeatureFlagsError } from '../../../lib/internal/feature-flags.error.js';
import { PostgresFailures } from '../../../lib/postgres/connection/postgres-failures.js';
import { sqlStateMeanings } from '../../../lib/postgres/connection/sql-state-meanings.js';
import { StoreFailedError, StoreUnavailableError } from '../../../lib/store/store.errors.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import type { PostgresServer } from '../../support/postgres-server.js';

const failures = new PostgresFailures('postgres', 'shop');

/** What a store reports for an error of the server. */
type Outcome = 'unavailable' | 'temporary refusal' | 'lasting refusal' | 'failed';

/** Causes an error on the server. Throws it. */
type Provoke = (context: { readonly server: PostgresServer; readonly pool: Pool }) => Promise<unknown>;

/** The server itself sends an error with this SQLSTATE: the causes of the real one cannot be produced in a test. */
const raised =
  (sqlState: string): Provoke =>
  ({ pool }) =>
    pool.query(`DO $$ BEGIN RAISE EXCEPTION 'as in production' USING ERRCODE = '${sqlState}'; END $$`);

const statement =
  (text: string): Provoke =>
  ({ pool }) =>
    pool.query(text);

/** Connects, and runs statements one after another on this connection. */
async function connected(url: string, ...texts: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {}); // the statement fails too
  try {
    await client.connect();
    for (const text of texts) await client.query(text);
  } finally {
    await client.end().catch(() => {}); // it is not connected
  }
}

const session =
  (...texts: readonly string[]): Provoke =>
  ({ server }) =>
    connected(server.url(), ...texts);

const asNewUser =
  (...texts: readonly string[]): Provoke =>
  async ({ server }) =>
    await connected(server.url(await server.createUser()), ...texts);

/** Two transactions that change two rows in opposite order. */
const deadlock: Provoke = async ({ pool }) => {
  const [one, other] = [await pool.connect(), await pool.connect()];
  try {
    for (const client of [one, other]) await client.query("BEGIN; SET LOCAL deadlock_timeout = '20ms'");
    await one.query('UPDATE numbers SET n = n WHERE n = 1');
    await other.query('UPDATE numbers SET n = n WHERE n = 2');
    await Promise.all([
      one.query('UPDATE numbers SET n = n WHERE n = 2'),
      other.query('UPDATE numbers SET n = n WHERE n = 1'),
    ]);
  } finally {
    one.release(true);
    other.release(true);
  }
};

/** Changes a row that another transaction has changed since this one began. */
const serialization: Provoke = async ({ pool }) => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await client.query('SELECT * FROM numbers');
    await pool.query('UPDATE numbers SET n = n WHERE n = 1');
    await client.query('UPDATE numbers SET n = n WHERE n = 1');
  } finally {
    client.release(true);
  }
};

const locked: Provoke = async ({ server, pool }) => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT * FROM numbers WHERE n = 1 FOR UPDATE');
    await connected(server.url(), 'SELECT * FROM numbers WHERE n = 1 FOR UPDATE NOWAIT');
  } finally {
    client.release(true);
  }
};

const rows: readonly (readonly [
  sqlState: string,
  situation: string,
  provoke: Provoke,
  outcome: Outcome,
  text: string,
])[] = [
  [
    '08006',
    'the connection fails',
    raised('08006'),
    'unavailable',
    'the connection has failed (08006: as in production)',
  ],
  ['22021', 'text contains NUL', statement("SELECT convert_from('\\x00', 'UTF8')"), 'failed', 'with the encoding UTF8'],
  [
    '22P05',
    'the database cannot encode text',
    async ({ server }) => {
      const options = "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'";
      await connected(server.url({ database: await server.createDatabase(options) }), "SELECT '\u20ac'");
    },
    'failed',
    'use a database with the encoding UTF8',
  ],
  [
    '23505',
    'a row exists already',
    statement('INSERT INTO numbers VALUES (1)'),
    'failed',
    'restore all of them from one backup',
  ],
  [
    '25006',
    'transactions only read',
    session('SET default_transaction_read_only = on', 'INSERT INTO numbers VALUES (3)'),
    'temporary refusal',
    'it is a replica, or "default_transaction_read_only" is on',
  ],
  [
    '28P01',
    'the password is wrong',
    async ({ server }) => {
      const { user } = await server.createUser();
      await connected(server.url({ user, password: 'wrong' }));
    },
    'lasting refusal',
    'the server rejects the user or the password: correct the credentials, or "pg_hba.conf" (28P01: password',
  ],
  [
    '3D000',
    'the database does not exist',
    ({ server }) => connected(server.url({ database: 'none' })),
    'lasting refusal',
    'the database does not exist',
  ],
  [
    '3F000',
    'the schema does not exist',
    statement('SELECT shop.now()'),
    'failed',
    'npx nestjs-feature-flags postgres sql --schema shop',
  ],
  [
    '40001',
    'another transaction has changed the row',
    serialization,
    'temporary refusal',
    'another transaction made a conflicting change first',
  ],
  [
    '40003',
    'it is unknown whether the statement is complete',
    raised('40003'),
    'unavailable',
    'the outcome of the statement is unknown (40003: as in production)',
  ],
  [
    '40P01',
    'two transactions wait for each other',
    deadlock,
    'temporary refusal',
    'another transaction made a conflicting change first',
  ],
  [
    '42501',
    'the role lacks a right',
    asNewUser('SELECT * FROM numbers'),
    'lasting refusal',
    'postgres sql --schema shop --role ROLE" prints (42501: permission denied for table numbers)',
  ],
  ['42703', 'a column does not exist', statement('SELECT missing FROM numbers'), 'failed', 'older than this release'],
  ['42883', 'a function does not exist', statement('SELECT missing(1)'), 'failed', 'older than this release'],
  [
    '42P01',
    'a table does not exist',
    statement('SELECT * FROM shop.position'),
    'failed',
    'npx nestjs-feature-flags postgres sql --schema shop',
  ],
  ['53200', 'the server has no memory', raised('53200'), 'temporary refusal', 'the server is out of resources'],
  ['53100', 'its disk is full', raised('53100'), 'lasting refusal', 'the disk of the server is full'],
  [
    '53300',
    'it has too many connections',
    async ({ server }) => {
      const address = await server.createUser();
      await server.query(`ALTER ROLE "${address.user}" CONNECTION LIMIT 0`);
      await connected(server.url(address));
    },
    'temporary refusal',
    'the server has too many connections',
  ],
  ['55P03', 'a row is locked', locked, 'temporary refusal', 'another session has locked data in the schema "shop"'],
  [
    '57P01',
    'an administrator ends the session',
    session('SELECT pg_terminate_backend(pg_backend_pid())'),
    'unavailable',
    'the server has ended the connection',
  ],
  [
    '57014',
    'a statement takes too long',
    session("SET statement_timeout = '5ms'", 'SELECT pg_sleep(60)'),
    'temporary refusal',
    '"statement_timeout"',
  ],
  ['57P03', 'the server is starting', raised('57P03'), 'unavailable', 'the server is starting or stopping'],
  [
    '58030',
    'its file system fails',
    raised('58030'),
    'temporary refusal',
    'the operating system of the server reports an error',
  ],
  ['XX000', 'it has an internal error', raised('XX000'), 'unavailable', 'the server reports an internal error'],
  ['XX001', 'a page is damaged', raised('XX001'), 'failed', 'restore the database from a backup'],
  ['XX002', 'an index is damaged', raised('XX002'), 'failed', 'restore the database from a backup'],
  [
    '22012',
    'it rejects a statement for another reason',
    statement('SELECT 1 / 0'),
    'lasting refusal',
    'the server rejects the statement (22012: division by zero)',
  ],
];

describeWithPostgres('An error of the server', (running) => {
  let pool: Pool;

  beforeAll(async () => {
    pool = running().pool();
    await pool.query('CREATE TABLE numbers (n int PRIMARY KEY)');
    await pool.query('INSERT INTO numbers VALUES (1), (2)');
  });

  it.each(rows)('%s, when %s, has its own outcome and says what to do', async (sqlState, _, provoke, outcome, text) => {
    const thrown: unknown = await provoke({ server: running(), pool }).catch((error: unknown) => error);
    expect(thrown).toHaveProperty('code', sqlState);
    const error = failures.of(thrown);
    expect(outcomeOf(error)).toBe(outcome);
    expect(error.message).toContain(text);
    expect(error.cause).toBe(thrown);
  });

  it('has a test for each row of the table', () => {
    const table = sqlStateMeanings('shop');
    const tested = new Set(rows.map(([state]) => (state in table ? state : state.slice(0, 2))));
    expect(Object.keys(table).filter((state) => !tested.has(state))).toStrictEqual([]);
  });
});

function outcomeOf(error: FeatureFlagsError): Outcome | undefined {
  if (error instanceof StoreFailedError) return 'failed';
  if (!(error instanceof StoreUnavailableError)) return undefined;
  if (!error.isRefusal) return 'unavailable';
  return error.isTemporary ? 'temporary refusal' : 'lasting refusal';
}
