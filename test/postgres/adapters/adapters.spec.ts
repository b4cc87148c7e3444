import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sqlStateOf } from '../../../lib/postgres/connection/sql-state.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { libraries, type ConnectedLibrary } from './support/adapters.js';

/** Texts that quotes, arrays and encodings of a library may damage. */
const TEXTS = [
  '',
  '"',
  "'",
  '\\',
  '{}',
  'a,b',
  'NULL',
  ' ',
  '?',
  '$1',
  ':name',
  'caf\u00e9',
  '\u{1f600}',
  '{"a":[1]}',
  '\n',
];

describeWithPostgres('The adapter of', (running) => {
  const connections = () => running().query("SELECT pid FROM pg_stat_activity WHERE query ILIKE 'listen%'");

  describe.each(libraries)('$title', ({ connect }) => {
    let library: ConnectedLibrary;
    beforeEach(async () => {
      await running().query('DROP TABLE IF EXISTS counter');
      await running().query('CREATE TABLE counter (row int PRIMARY KEY, version bigint)');
      await running().query('INSERT INTO counter VALUES (1, 0)');
      library = await connect(running().url());
    });
    afterEach(async () => {
      await library.close();
    });

    const rowsOf = async (text: string, values: unknown[] = []) => (await library.database.query(text, values)).rows;

    it('returns rows with the names of their columns', async () => {
      expect(await rowsOf('SELECT 1::float8 AS version, $1::text AS last_id', ['a'])).toStrictEqual([
        { version: 1, last_id: 'a' },
      ]);
    });

    it('passes texts, numbers, booleans and null unchanged', async () => {
      for (const text of TEXTS) {
        expect(
          await rowsOf('SELECT $1::text AS a, $2::float8 AS b, $3::boolean AS c, $4::text AS d', [
            text,
            0.5,
            false,
            null,
          ]),
        ).toStrictEqual([{ a: text, b: 0.5, c: false, d: null }]);
      }
    });

    it('passes arrays unchanged, empty ones included', async () => {
      const [row] = await rowsOf(
        'SELECT to_json($1::text[])::text AS texts, to_json($2::text[])::text AS none, to_json($3::bigint[])::text AS numbers',
        [TEXTS, [], [1, Number.MAX_SAFE_INTEGER]],
      );
      const { texts, none, numbers } = row as { texts: string; none: string; numbers: string };
      expect([JSON.parse(texts), JSON.parse(none), JSON.parse(numbers)]).toStrictEqual([
        TEXTS,
        [],
        [1, Number.MAX_SAFE_INTEGER],
      ]);
    });

    it('writes in one statement, and returns no row if a condition does not hold', async () => {
      const text = `WITH moved AS (UPDATE counter SET version = $2::bigint WHERE version = $1::bigint RETURNING version)
        SELECT version::float8 AS version FROM moved`;
      expect(await rowsOf(text, [0, 1])).toStrictEqual([{ version: 1 }]);
      expect(await rowsOf(text, [0, 2])).toStrictEqual([]);
      expect(await running().query('SELECT version::float8 AS version FROM counter')).toStrictEqual([{ version: 1 }]);
    });

    it('returns the rows of an INSERT', async () => {
      const text = 'INSERT INTO counter VALUES ($1::int, $2::bigint) RETURNING row, version::float8 AS version';
      expect(await rowsOf(text, [2, 7])).toStrictEqual([{ row: 2, version: 7 }]);
    });

    it('names no statement, so that transaction poolers can be used', async () => {
      await rowsOf('SELECT $1::text AS not_named', ['a']);
      const named = "SELECT name FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1::text AS not\\_named%'";
      expect(await rowsOf(named)).toStrictEqual([]);
    });

    it.each([
      ['42P01', 'SELECT FROM missing_table WHERE $1::int = 1', [1]],
      ['23505', 'INSERT INTO counter VALUES ($1::int, 0) RETURNING row', [1]],
      ['22P02', "SELECT $1::text, 'x'::int", ['a']],
    ] as const)('rejects with the code of the server: %s', async (code, text, values) => {
      const error: unknown = await rowsOf(text, [...values]).catch((reason: unknown) => reason);
      expect(sqlStateOf(error)).toBe(code);
      expect(await rowsOf('SELECT $1::int AS a', [1])).toStrictEqual([{ a: 1 }]); // the connection is still usable
    });
  });

  describe.each(libraries.filter(({ listens }) => listens))('$title', ({ connect }) => {
    it('receives notifications until it stops listening, and leaves no connection behind', async () => {
      const { database, close } = await connect(running().url());
      const received: string[] = [];
      const stop = await database.listen?.('Shop "1"', (payload) => received.push(payload));
      await running().query(`SELECT pg_notify('Shop "1"', '7 a')`);
      await eventually(() => expect(received).toContain('7 a'));
      await stop?.();
      await eventually(async () => expect(await connections()).toStrictEqual([]));
      await close();
    });

    it('leaves no connection behind if it cannot listen', async () => {
      const { database, close } = await connect(running().url());
      await expect(database.listen?.('', () => {})).rejects.toThrow();
      await eventually(async () => expect(await connections()).toStrictEqual([]));
      await close();
    });
  });
});
