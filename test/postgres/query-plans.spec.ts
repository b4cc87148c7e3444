import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import type { Statement } from '../../lib/postgres/connection/statement.js';
import { migratePostgres } from '../../lib/postgres/index.js';
import { PostgresNames } from '../../lib/postgres/postgres-names.js';
import { logPageStatement } from '../../lib/postgres/statements/log-page.statement.js';
import { nearPageStatement } from '../../lib/postgres/statements/near-page.statement.js';
import { addUsageStatement } from '../../lib/postgres/statements/add-usage.statement.js';
import { prolongStickyStatement, readStickyStatement } from '../../lib/postgres/statements/read-sticky.statement.js';
import type { AuditQuery } from '../../lib/store/audit-entry.js';
import type { FlagUsageDelta } from '../../lib/store/usage/flag-usage.js';
import { present } from '../../lib/testing/contract.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { fillLog, LOG_BEGIN } from './support/fill-log.js';
import { explained } from './support/explained.js';

const ENTRIES = 50_000;
const DAY = 86_400_000;

const names = new PostgresNames('shop');
const page = { order: 'newest_first', limit: 100 } as const;
const UNITS = Array.from({ length: 100 }, (_, i) => `"userId:${i}"`);
const oldDay = { since: new Date(LOG_BEGIN + 10 * DAY), until: new Date(LOG_BEGIN + 11 * DAY) };

/** The queries of an audit log, and the index that each must use. */
const QUERIES: readonly (readonly [title: string, query: Partial<AuditQuery>, index: string])[] = [
  ['the newest page', {}, 'log_pkey'],
  ['a later page', { before: 20_000 }, 'log_pkey'],
  ['what follows a version', { after: 49_000, order: 'oldest_first' }, 'log_pkey'],
  ['a frequent key', { key: 'flag_1' }, 'log_key'],
  ['a key with few entries', { key: 'rare' }, 'log_key'],
  ['a key without entries', { key: 'unknown' }, 'log_key'],
  ['an actor with few entries', { actor: 'eve' }, 'log_actor'],
  ['an action with few entries', { action: 'flag_deleted' }, 'log_action'],
  ['a later page of an action', { action: 'override_set', before: 20_000 }, 'log_action'],
  ['an old day', oldDay, 'log_time'],
  ['an old day, oldest first', { ...oldDay, order: 'oldest_first' }, 'log_time'],
  ['everything since a time', { since: oldDay.since }, 'log_time'],
  ['everything until a time', { until: oldDay.until }, 'log_time'],
  ['a key on an old day', { key: 'flag_1', ...oldDay }, 'log_key'],
  ['an action on an old day', { action: 'override_set', ...oldDay }, 'log_time'],
  ['a rare action on an old day', { action: 'flag_deleted', ...oldDay }, 'log_'],
  ['an action of an actor', { actor: 'eve', action: 'flag_deleted' }, 'log_actor'],
];

describeWithPostgres('The plans of statements', (running) => {
  let pool: Pool;
  beforeAll(async () => {
    await migratePostgres(running().url(), { schema: 'shop' });
    pool = running().pool();
    await fillLog(pool, names, ENTRIES);
    await pool.query(`
      INSERT INTO ${names.sticky} SELECT '"userId:' || i || '"', 'theme', 1, '"bold"', clock_timestamp()
        FROM generate_series(1, 20000) AS i`);
    await pool.query(`
      INSERT INTO ${names.usage} SELECT 'flag_' || i, clock_timestamp(), clock_timestamp()
        FROM generate_series(1, 10000) AS i`);
    await pool.query(`
      INSERT INTO ${names.usageAnswers} SELECT 'flag_' || i, answer = 1, '"' || answer || '"', 1, clock_timestamp()
        FROM generate_series(1, 10000) AS i, generate_series(1, 4) AS answer`);
    await pool.query('VACUUM ANALYZE');
  }, 60_000);

  describe.each(['force_custom_plan', 'force_generic_plan'] as const)('with the plan cache mode %s', (mode) => {
    const planOf = (statement: Statement) => explained(pool, statement, mode);

    it.each(QUERIES)('read %s of the log by an index', async (_, query, index) => {
      const plan = await planOf(logPageStatement(names, { ...page, ...query }));
      expect(plan).toContain(index);
      expect(plan).not.toMatch(/Seq Scan/);
    });

    it('read the entries of a time at the beginning of the log by their version', async () => {
      const plan = await planOf(present(nearPageStatement(names, { ...page, since: oldDay.since })));
      expect(plan).toContain('log_pkey');
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    });

    it('read sticky variants by their key', async () => {
      const plan = await planOf(readStickyStatement(names, UNITS, { due: 1, expired: 1e9 }));
      expect(plan).toContain('sticky_pkey');
      expect(plan).not.toMatch(/Seq Scan/);
    });

    it('extend sticky variants by their key', async () => {
      const plan = await planOf(prolongStickyStatement(names, UNITS, { due: 1, expired: 1e9 }));
      expect(plan).toContain('sticky_pkey');
      expect(plan).not.toMatch(/Seq Scan/);
    });

    it('add usage by the key of each answer', async () => {
      const plan = await planOf(addUsageStatement(names, usageOf(20)));
      expect(plan).toContain('usage_answers_pkey');
      expect(plan).not.toMatch(/Seq Scan/);
    });
  });
});

/** The usage of so many flags, with two answers each. */
function usageOf(flags: number): FlagUsageDelta {
  const time = new Date(LOG_BEGIN).toISOString();
  const answers = [
    { enabled: true, variant: '1', count: 1 },
    { enabled: false, variant: '2', count: 1 },
  ];
  return {
    instance: 'one',
    sequence: 2,
    since: time,
    until: time,
    flags: Array.from({ length: flags }, (_, i) => ({ key: `flag_${i}`, answers })),
  };
}
