import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import { describeWithPgBouncer, describeWithPostgres } from './postgres/describe-with-postgres.js';

const TIMEOUT_MS = 300;

describeWithPostgres('A PostgreSQL server of the tests', (running) => {
  it('still has what was committed after it is killed', async () => {
    const server = running();
    await server.query('CREATE TABLE orders AS SELECT 7 AS id');
    await server.kill();
    await expect(server.query('SELECT id FROM orders')).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    await expect(server.query('SELECT id FROM orders')).resolves.toStrictEqual([{ id: 7 }]);
  });

  it('answers neither old nor new sessions while it is paused', async () => {
    const server = running();
    const session = await server.pool().connect();
    await server.pause();
    const answer = session.query('SELECT 1 AS one').then(({ rows }): unknown => rows);
    const stranger = new Client({ connectionString: server.url(), connectionTimeoutMillis: TIMEOUT_MS });
    await expect(stranger.connect()).rejects.toThrow('timeout');
    await server.resume();
    await expect(answer).resolves.toStrictEqual([{ one: 1 }]);
    session.release();
  });

  it('has users with passwords, and databases of their own', async () => {
    const server = running();
    const [login, database] = [await server.createUser(), await server.createDatabase()];
    const pool = server.pool({ ...login, database });
    const { rows } = await pool.query('SELECT current_user AS "user", current_database() AS database');
    expect(rows).toStrictEqual([{ user: login.user, database }]);
    await expect(pool.query('CREATE TABLE orders (id int)')).rejects.toThrow('permission denied');
    await expect(server.pool({ user: login.user, password: 'wrong' }).connect()).rejects.toThrow('password');
  });

  it('is followed by a standby, which accepts writes once it is promoted', async () => {
    const server = running();
    const standby = await server.standby();
    try {
      await server.set({ synchronous_standby_names: '*' });
      await server.query('CREATE TABLE payments AS SELECT 8 AS id');
      await expect(standby.query('CREATE TABLE refunds (id int)')).rejects.toThrow('read-only');
      await server.kill();
      await standby.promote();
      await expect(standby.query('INSERT INTO payments VALUES (9) RETURNING id')).resolves.toStrictEqual([{ id: 9 }]);
    } finally {
      await standby.stop();
    }
  });
});

describeWithPgBouncer(
  'A pgbouncer of the tests',
  (running, pooler) => {
    it('runs the transactions of several clients on one session', async () => {
      const address = { port: pooler().port, database: 'postgres' };
      const clients = await Promise.all([1, 2].map(() => running().pool(address).connect()));
      const sessions: unknown[] = [];
      for (const client of clients) {
        const { rows } = await client.query<{ readonly pid: number }>('SELECT pg_backend_pid() AS pid');
        sessions.push(rows[0]?.pid);
        client.release();
      }
      expect(new Set(sessions).size).toBe(1);
    });
  },
  { poolSize: 1 },
);
