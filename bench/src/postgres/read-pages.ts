import { createHash } from 'node:crypto';
import { PostgresStore, type PostgresDatabase } from 'nestjs-feature-flags/postgres';
import type { AuditQuery } from 'nestjs-feature-flags/core';
import { Pool } from 'pg';
import { LOG_BEGIN, RARE } from './fill-log.js';
import { logPages, type LogPage, type PageTimes } from './postgres-results.js';

const DAY = 86_400_000;
const WARM_UP = 3;

const QUERIES: Readonly<Record<LogPage, Partial<AuditQuery>>> = {
  newest: {},
  key: { key: RARE.key },
  actor: { actor: RARE.actor },
  action: { action: RARE.action },
  day: { since: new Date(LOG_BEGIN + 30 * DAY), until: new Date(LOG_BEGIN + 31 * DAY) },
};

/** Reads pages of a log in turns. */
export async function readPages(url: string, schema: string, rounds: number, isGeneric: boolean): Promise<PageTimes> {
  const pool = new Pool({
    connectionString: url,
    ...(isGeneric && { options: '-c plan_cache_mode=force_generic_plan' }),
  });
  const store = isGeneric
    ? new PostgresStore({ database: namingStatements(pool), schema })
    : new PostgresStore({ pool, schema, listen: false });
  const times: Record<LogPage, number[]> = { newest: [], key: [], actor: [], action: [], day: [] };
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const page of logPages) {
      const start = performance.now();
      const entries = await store.query({ ...QUERIES[page], order: 'newest_first', limit: 100 });
      const spent = performance.now() - start;
      const isComplete = entries.length === 100 || (entries.length === 5 && page !== 'newest' && page !== 'day');
      if (!isComplete) throw new Error(`The page "${page}" has ${entries.length} entries.`);
      if (round >= 0) times[page].push(spent);
    }
  }
  store.close();
  await pool.end();
  return times;
}

/** As libraries do that prepare statements: with such a setting, the server plans them without their values. */
function namingStatements(pool: Pool): PostgresDatabase {
  return {
    query: (text, values) => pool.query({ name: createHash('md5').update(text).digest('hex'), text, values }),
  };
}
