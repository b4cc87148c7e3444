import { randomUUID } from 'node:crypto';
import { FlagManager, type AuditEntry, type FlagDefinition } from 'nestjs-feature-flags';
import { PostgresStore } from 'nestjs-feature-flags/postgres';
import { Pool } from 'pg';
import { manyFlags } from '../flags/many-flags.js';
import { flagDefinition } from '../ours/flag-definitions.js';
import { quietLogger as logger } from '../ours/quiet-logger.js';
import type { StatementTimes } from './postgres-results.js';

const WARM_UP = 3;
const APPENDS_PER_ROUND = 10;

/** Times the store's statements beside what any client does, in turns. */
export async function timeStatements(
  url: string,
  schema: string,
  flagCount: number,
  rounds: number,
): Promise<StatementTimes> {
  const pool = new Pool({ connectionString: url });
  const store = new PostgresStore({ pool, schema, listen: false });
  await saveFlags(url, schema, flagCount);
  await pool.query('CREATE TABLE counter (n int)');
  await pool.query('INSERT INTO counter VALUES (0)');
  await pool.query('VACUUM ANALYZE');
  const times: Record<keyof StatementTimes, number[]> = { read: [], select: [], append: [], update: [], roundTrip: [] };
  const time = async (what: keyof StatementTimes, round: number, task: () => Promise<unknown>) => {
    const start = performance.now();
    await task();
    if (round >= 0) times[what].push(performance.now() - start);
  };
  const select = async () => {
    const { rows } = await pool.query<{ document: string }>(`SELECT * FROM "${schema}".documents`);
    return rows.map(({ document }) => JSON.parse(document) as unknown);
  };
  for (let round = -WARM_UP; round < rounds; round++) {
    const both = [() => time('read', round, () => store.read()), () => time('select', round, select)];
    for (const each of round % 2 === 0 ? both : both.toReversed()) await each();
    for (let i = 0; i < APPENDS_PER_ROUND; i++) {
      const [last] = await store.query({ order: 'newest_first', limit: 1 });
      if (last === undefined) throw new Error('The log is empty.');
      await time('append', round, async () => assertAppended(await store.append([entryAfter(last)], last)));
      await time('update', round, () => pool.query('UPDATE counter SET n = n + 1'));
      await time('roundTrip', round, () => pool.query('SELECT'));
    }
  }
  store.close();
  await pool.end();
  return times;
}

async function saveFlags(url: string, schema: string, count: number): Promise<void> {
  const flags = await FlagManager.create({ store: new PostgresStore({ url, schema }), logger, storeTimeout: '60s' });
  const edits = manyFlags(count).map(
    (flag): { readonly type: 'save_flag'; readonly key: string; readonly definition: FlagDefinition } => ({
      type: 'save_flag',
      key: flag.key,
      definition: flagDefinition(flag),
    }),
  );
  await flags.saveAll(edits, { actor: 'import' });
  await flags.close();
}

function entryAfter({ version, hash }: AuditEntry): AuditEntry {
  const override = { key: 'search', serve: { enabled: false }, actor: 'bench', createdAt: '2026-01-01T00:00:00.000Z' };
  return {
    id: randomUUID(),
    version: version + 1,
    time: new Date().toISOString(),
    actor: 'bench',
    action: 'override_set',
    key: 'search',
    before: null,
    after: override,
    origin: 'api',
    previousHash: hash,
    hash: '',
  };
}

function assertAppended(isAppended: boolean): void {
  if (!isAppended) throw new Error('The log has another last entry.');
}
