import { expect, it } from '@jest/globals';
import type { Pool, PoolClient } from 'pg';
import type { PostgresNames } from '../../lib/postgres/postgres-names.js';
import { writeStickyStatement } from '../../lib/postgres/statements/write-sticky.statement.js';
import type { StickyDocument } from '../../lib/store/flag-store.js';
import { eventually } from '../support/eventually.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { freshStores } from './support/fresh-store.js';

function served(unit: string, variant: string, version = 1, flag = 'theme'): StickyDocument {
  return { unit, flag, assignment: { variant, version } };
}

describeWithPostgres('Sticky variants in Postgres', (running) => {
  const fresh = freshStores(running);

  it('keep their first value until a higher version is written', async () => {
    const { store } = await fresh();
    const unit = 'userId:ada';
    await expect(store.writeSticky([served(unit, 'plain', 2)])).resolves.toStrictEqual([served(unit, 'plain', 2)]);
    await expect(store.writeSticky([served(unit, 'bold', 2)])).resolves.toStrictEqual([served(unit, 'plain', 2)]);
    await expect(store.writeSticky([served(unit, 'bold', 1)])).resolves.toStrictEqual([served(unit, 'plain', 2)]);
    await expect(store.writeSticky([served(unit, 'bold', 10)])).resolves.toStrictEqual([served(unit, 'bold', 10)]);
    await expect(store.readSticky([unit])).resolves.toStrictEqual([served(unit, 'bold', 10)]);
  });

  it('accept any characters in units and variants', async () => {
    const { store } = await fresh();
    const units = [
      'userId:ada lovelace',
      `{"a":'}`,
      '\\u0000',
      'line\nbreak\0',
      '\0'.repeat(1024),
      '🛒ü'.repeat(340),
      'lone \ud83d',
      '',
      '__proto__',
    ];
    const documents = units.map((unit, i) => served(unit, `variant:${i}\n\0 "ü"`));
    await expect(store.writeSticky(documents)).resolves.toStrictEqual(documents);
    const found = await store.readSticky(units);
    expect(sorted(found)).toStrictEqual(sorted(documents));
  });

  it('are read and written for many units at once', async () => {
    const { store } = await fresh();
    const documents = Array.from({ length: 3000 }, (_, i) => served(`userId:${i}`, 'bold'));
    await expect(store.writeSticky(documents)).resolves.toStrictEqual(documents);
    const found = await store.readSticky(documents.map(({ unit }) => unit));
    expect(sorted(found)).toStrictEqual(sorted(documents));
  });

  it('are written one after another if one unit and flag is written twice at once', async () => {
    const { store } = await fresh();
    const documents = [
      served('userId:ada', 'plain'),
      served('userId:grace', 'bold'),
      served('userId:ada', 'bold'),
      { ...served('userId:ada', 'dark'), replaces: { variant: 'plain', version: 1 } },
      served('userId:ada', 'light', 2),
    ];
    await expect(store.writeSticky(documents)).resolves.toStrictEqual([
      served('userId:ada', 'plain'),
      served('userId:grace', 'bold'),
      served('userId:ada', 'plain'),
      served('userId:ada', 'dark'),
      served('userId:ada', 'light', 2),
    ]);
  });

  it('are extended by a read at most once a day', async () => {
    const { store, pool, names } = await fresh();
    await store.writeSticky([served('userId:ada', 'bold'), served('userId:grace', 'bold')]);
    await age(pool, names, 'userId:ada', '25 hours');
    await age(pool, names, 'userId:grace', '23 hours');
    await store.readSticky(['userId:ada', 'userId:grace']);
    await eventually(async () => expect(await hoursSinceUse(pool, names, 'userId:ada')).toBe(0));
    expect(await hoursSinceUse(pool, names, 'userId:grace')).toBe(23);
    await store.writeSticky([served('userId:grace', 'plain')]);
    expect(await hoursSinceUse(pool, names, 'userId:grace')).toBe(0);
  });

  it('expire after 30 days, and a day later if only reads have used them', async () => {
    const { store, pool, names } = await fresh();
    await store.writeSticky([served('userId:ada', 'bold', 9)]);
    await age(pool, names, 'userId:ada', '30.9 days');
    await expect(store.readSticky(['userId:ada'])).resolves.toHaveLength(1);
    await eventually(async () => expect(await hoursSinceUse(pool, names, 'userId:ada')).toBe(0));
    await age(pool, names, 'userId:ada', '31.1 days');
    await expect(store.readSticky(['userId:ada'])).resolves.toStrictEqual([]);
    await expect(store.writeSticky([served('userId:ada', 'plain', 1)])).resolves.toStrictEqual([
      served('userId:ada', 'plain', 1),
    ]);
  });

  it.each([0.5, 1.5, 2.5, 3.5])('are replaced as a whole if they expire %s minutes into the write', async (minutes) => {
    const { store, pool, names } = await fresh();
    const [old, next] = [served('userId:ada', 'bold', 9), served('userId:ada', 'plain', 1)];
    await store.writeSticky([old]);
    await age(pool, names, 'userId:ada', `${60 - minutes} minutes`);
    const client = await pool.connect();
    try {
      await hurryClock(client, names);
      const { text, values } = writeStickyStatement(names, [next], { due: 0, expired: 3_600_000 });
      await client.query(text, [...values]);
    } finally {
      client.release(true);
    }
    expect([[old], [next]]).toContainEqual(await store.readSticky(['userId:ada']));
  });

  it('expire early if configured', async () => {
    const { store, pool, names } = await fresh({ stickyTtl: '1h' });
    await store.writeSticky([served('userId:ada', 'bold')]);
    await age(pool, names, 'userId:ada', '67 minutes');
    await expect(store.readSticky(['userId:ada'])).resolves.toStrictEqual([]);
  });

  it('are read where nothing can be written', async () => {
    const database = await running().createDatabase();
    const { store, pool, names, another } = await fresh({ database });
    await store.writeSticky([served('userId:ada', 'bold')]);
    await age(pool, names, 'userId:ada', '5 days');
    await running().query(`ALTER DATABASE "${database}" SET default_transaction_read_only = on`);
    await expect(another().readSticky(['userId:ada'])).resolves.toStrictEqual([served('userId:ada', 'bold')]);
  });
});

async function age(pool: Pool, { sticky }: PostgresNames, unit: string, interval: string): Promise<void> {
  await pool.query(`UPDATE ${sticky} SET used_at = clock_timestamp() - $1::interval WHERE unit = $2`, [
    interval,
    JSON.stringify(unit),
  ]);
}

/** Lets the clock of a session advance by a minute each time that a statement reads it. */
async function hurryClock(session: PoolClient, { schema }: PostgresNames): Promise<void> {
  await session.query(`
    CREATE SEQUENCE ${schema}.minutes MINVALUE 0;
    CREATE FUNCTION ${schema}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS $$SELECT pg_catalog.now() + nextval('${schema}.minutes') * interval '1 minute'$$;
    SET search_path = ${schema}, pg_catalog`);
}

async function hoursSinceUse(pool: Pool, { sticky }: PostgresNames, unit: string): Promise<number> {
  const { rows } = await pool.query<{ hours: number }>(
    `SELECT (extract(epoch FROM clock_timestamp() - used_at) / 3600)::int AS hours FROM ${sticky} WHERE unit = $1`,
    [JSON.stringify(unit)],
  );
  return rows[0]?.hours ?? NaN;
}

function sorted(documents: readonly StickyDocument[]): readonly StickyDocument[] {
  return documents.toSorted((a, b) => (a.unit < b.unit ? -1 : 1));
}
