import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { migratePostgres } from 'nestjs-feature-flags/postgres';
import { Pool } from 'pg';
import type { BenchOptions } from '../options.js';
import { log } from '../report/log.js';
import { fillLog, LOG_COUNT } from './fill-log.js';
import { measureDelays } from './measure-delays.js';
import { followerKinds, type Delays, type FollowerKind, type PostgresResults } from './postgres-results.js';
import { PostgresServer } from './postgres-server.js';

const run = promisify(execFile);
const program = fileURLToPath(new URL('postgres-once.js', import.meta.url));
const LARGEST_OUTPUT = 16 * 1024 * 1024;

/**
 * Measures a store in Postgres: how soon other processes know a change, pages of a long log, and its statements beside those
 * of any client.
 *
 * @returns nothing when only answers are checked, or where there is no PostgreSQL
 */
export async function runPostgres({ check, quick }: BenchOptions): Promise<PostgresResults | undefined> {
  if (check) return undefined; // each process checks what it has read
  const server = await PostgresServer.start();
  if (server === undefined) {
    log('postgres: not measured, because there is no PostgreSQL');
    return undefined;
  }
  const { url } = server;
  try {
    const delays = await measureAllDelays(url, quick ? { rounds: 1, count: 200 } : { rounds: 3, count: 1000 });
    const rounds = quick ? 5 : 30;
    await withTables(url, 'statements');
    const statements = await once<PostgresResults['statements']>('statements', url, 'statements', rounds);
    log(`postgres: ${LOG_COUNT} entries`);
    await withTables(url, 'pages');
    const pool = new Pool({ connectionString: url });
    await fillLog(pool, 'pages', LOG_COUNT);
    await pool.end();
    const pages = await once<PostgresResults['pages']>('pages', url, 'pages', rounds);
    const genericPages = await once<PostgresResults['pages']>('generic', url, 'pages', rounds);
    return { delays, pages, genericPages, statements };
  } finally {
    await server.stop();
  }
}

async function measureAllDelays(
  url: string,
  { rounds, count }: { readonly rounds: number; readonly count: number },
): Promise<PostgresResults['delays']> {
  const delays: Record<FollowerKind, Delays[]> = { manager: [], listener: [], polling: [] };
  for (let round = 0; round < rounds; round++) {
    for (const kind of followerKinds) {
      log(`postgres: ${count} changes, followed by seven processes (${kind})`);
      const schema = `${kind}_${round}`;
      await withTables(url, schema);
      delays[kind].push(await measureDelays(kind, url, schema, count));
    }
  }
  return delays;
}

async function withTables(url: string, schema: string): Promise<void> {
  await migratePostgres(url, { schema });
}

/** Each by a process of its own. */
async function once<T>(
  what: 'statements' | 'pages' | 'generic',
  url: string,
  schema: string,
  rounds: number,
): Promise<T> {
  const { stdout } = await run(process.execPath, [program, what, url, schema, String(rounds)], {
    timeout: 300_000,
    maxBuffer: LARGEST_OUTPUT,
  });
  return JSON.parse(stdout) as T;
}
