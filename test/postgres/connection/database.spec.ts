import { expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import { DatabaseConnection } from '../../../lib/postgres/connection/database-connection.js';
import type { PostgresDatabase } from '../../../lib/postgres/postgres-database.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { postgresPools } from '../support/pools.js';
import { backendStatement, postgresStatements, statement } from '../support/statements.js';

describeWithPostgres('A function of the application that runs statements', (running) => {
  const open = postgresStatements();
  const connect = postgresPools();

  it('is given the text and the values, as arrays that it may change', async () => {
    const pool = connect(running().url());
    const values: unknown[][] = [];
    const database: PostgresDatabase = {
      query: (text, given) => {
        values.push(given);
        const result = pool.query<object>(text, [...given]);
        given.length = 0;
        return result;
      },
    };
    const asked = statement('SELECT $1::text AS name, $2::text[] AS tags', 'shop', ['a', 'b']);
    const statements = open(new DatabaseConnection(database));
    for (let i = 0; i < 2; i++) {
      await expect(statements.run(asked)).resolves.toStrictEqual([{ name: 'shop', tags: ['a', 'b'] }]);
    }
  });

  it('is called as a method, so that it may be one of a class', async () => {
    class Database {
      readonly #pool = connect(running().url());
      query(text: string, values: unknown[]) {
        return this.#pool.query<object>(text, values);
      }
    }
    await expect(open(new DatabaseConnection(new Database())).run(backendStatement)).resolves.toHaveLength(1);
  });

  it('may wrap the errors of its driver', async () => {
    const pool = connect(running().url());
    const database: PostgresDatabase = {
      query: async (text, values) => {
        try {
          return await pool.query<object>(text, values);
        } catch (cause) {
          throw new Error(`Failed query: ${text} params: ada`, { cause });
        }
      },
    };
    const failure = open(new DatabaseConnection(database)).run(statement('SELECT missing'));
    await expect(failure).rejects.toThrow('(42703: column "missing" does not exist)');
    await expect(failure).rejects.not.toThrow('ada');
  });

  it('may wrap errors of the network in one that repeats the values of the statement', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    const database: PostgresDatabase = {
      query: async (text, values) => {
        throw new Error(`Failed query: ${text} params: ${values.join()}`, { cause: refused });
      },
    };
    const failure = open(new DatabaseConnection(database)).run(statement('SELECT $1::text', 'ada'));
    await expect(failure).rejects.toThrow('is not available: connect ECONNREFUSED 127.0.0.1:5432');
    await expect(failure).rejects.not.toThrow('ada');
    await expect(failure).rejects.toHaveProperty('cause', refused);
  });

  it('may give its errors a cause without a message', async () => {
    const database: PostgresDatabase = {
      query: () =>
        Promise.reject(new Error('the database is not reachable', { cause: { kind: 'DatabaseNotReachable' } })),
    };
    const failure = open(new DatabaseConnection(database)).run(backendStatement);
    await expect(failure).rejects.toThrow('is not available: the database is not reachable');
  });

  it.each([
    ['nothing', undefined, 'undefined'],
    ['bare rows', [{ pid: 1 }], 'an array; use { rows }'],
    ['rows as arrays', { rows: [[1]] }, 'an object'],
    ['no rows', { rowCount: 1 }, 'an object'],
  ])('gets an error that says what to return, when it returns %s', async (_, result, given) => {
    const database = { query: async () => result } as unknown as PostgresDatabase;
    const failure = open(new DatabaseConnection(database)).run(backendStatement);
    await expect(failure).rejects.toBeInstanceOf(InvalidOptionsError);
    await expect(failure).rejects.toThrow(`must resolve to { rows }, with an object for each row; given: ${given}.`);
  });

  it('may throw before it returns a promise', async () => {
    const database: PostgresDatabase = {
      query: () => {
        throw new Error('the data source is not initialized');
      },
    };
    const failure = open(new DatabaseConnection(database)).run(backendStatement);
    await expect(failure).rejects.toThrow('is not available: the data source is not initialized');
  });

  it('has a limit, and is not called after the store is closed', async () => {
    let calls = 0;
    const database: PostgresDatabase = {
      query: () => {
        calls++;
        return new Promise(() => {});
      },
    };
    const connection = new DatabaseConnection(database);
    const statements = open(connection, 30);
    await expect(statements.run(backendStatement)).rejects.toThrow('no answer within');
    const pending = expect(statements.run(backendStatement, 60_000)).rejects.toThrow('it is closed');
    connection.close(new Error('it is closed'));
    await pending;
    await expect(statements.run(backendStatement)).rejects.toThrow('it is closed');
    expect(calls).toBe(2);
  });
});
