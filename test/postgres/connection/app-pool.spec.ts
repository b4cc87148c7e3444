import { expect, it } from '@jest/globals';
import { AppPoolConnection } from '../../../lib/postgres/connection/app-pool-connection.js';
import { StoreUnavailableError } from '../../../lib/store/store.errors.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { postgresPools } from '../support/pools.js';
import { backendStatement, pidIn, postgresStatements, statement } from '../support/statements.js';

describeWithPostgres('A pool of the application', (running) => {
  const open = postgresStatements();
  const connect = postgresPools();
  const poolOf = (max: number) => connect(running().url(), { max });

  it('runs statements, and gets its clients back', async () => {
    const pool = poolOf(5);
    const statements = open(new AppPoolConnection(pool));
    await expect(statements.run(statement('SELECT $1::text AS name', 'shop'))).resolves.toStrictEqual([
      { name: 'shop' },
    ]);
    await Promise.all(Array.from({ length: 20 }, () => statements.run(backendStatement)));
    await expect(statements.run(statement('SELECT missing'))).rejects.toThrow('42703');
    expect([pool.totalCount - pool.idleCount, pool.waitingCount]).toStrictEqual([0, 0]);
  });

  it('is left open, without additional listeners once the store is closed', async () => {
    const pool = poolOf(5);
    const before = pool.listenerCount('error');
    const connection = new AppPoolConnection(pool);
    const statements = open(connection);
    const pid = pidIn(await statements.run(backendStatement));
    connection.close(new Error('it is closed'));
    await expect(statements.run(backendStatement)).rejects.toThrow('it is closed');
    expect(pool.listenerCount('error')).toBe(before);
    expect(pidIn((await pool.query(backendStatement.text)).rows)).toBe(pid);
  });

  it('has one additional listener for any number of stores, of which the last one removes it', () => {
    const pool = poolOf(5);
    const connections = Array.from({ length: 11 }, () => new AppPoolConnection(pool));
    for (const connection of connections) {
      expect(pool.listenerCount('error')).toBe(1);
      connection.close(new Error('it is closed'));
      connection.close(new Error('it is closed twice'));
    }
    expect(pool.listenerCount('error')).toBe(0);
  });

  it('does not end the process when idle connections break, even if nobody else listens to its errors', async () => {
    const pool = poolOf(5);
    const statements = open(new AppPoolConnection(pool));
    const pid = pidIn(await statements.run(backendStatement));
    await running().query('SELECT pg_terminate_backend($1)', [pid]);
    await eventually(() => expect(pool.totalCount).toBe(0));
    expect(pidIn(await statements.run(backendStatement))).not.toBe(pid);
  });

  it('fails in time while all of its connections are in use, and sends the statement to none of them later', async () => {
    const pool = poolOf(1);
    await pool.query('CREATE TABLE sent (n int)');
    const statements = open(new AppPoolConnection(pool), 100);
    const borrowed = await pool.connect();
    const error: unknown = await statements.run(statement('INSERT INTO sent VALUES (1)')).catch((thrown) => thrown);
    borrowed.release();
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error).toMatchObject({ isRefusal: true, isTemporary: true });
    expect(String(error)).toContain('all connections of the pool were in use for too long');
    await statements.run(statement('INSERT INTO sent VALUES (2)'));
    expect((await pool.query('SELECT * FROM sent')).rows).toStrictEqual([{ n: 2 }]);
  });

  it('fails in the same way if the pool itself has a shorter timeout', async () => {
    const pool = connect(running().url(), { max: 1, connectionTimeoutMillis: 50 });
    const statements = open(new AppPoolConnection(pool));
    const borrowed = await pool.connect();
    const failure = statements.run(backendStatement);
    await expect(failure).rejects.toMatchObject({ isRefusal: true, isTemporary: true });
    await expect(failure).rejects.toThrow('all connections of the pool were in use');
    borrowed.release();
    await expect(statements.run(backendStatement)).resolves.toHaveLength(1);
  });

  it('closes a client whose statement takes too long, and lends another one', async () => {
    const pool = poolOf(1);
    const statements = open(new AppPoolConnection(pool), 300);
    const pid = pidIn(await statements.run(backendStatement));
    await expect(statements.run(statement('SELECT pg_sleep(60)'))).rejects.toThrow('no answer within');
    expect(pidIn(await statements.run(backendStatement))).not.toBe(pid);
  });

  it('keeps a client after an error of a statement', async () => {
    const statements = open(new AppPoolConnection(poolOf(1)));
    const pid = pidIn(await statements.run(backendStatement));
    await expect(statements.run(statement('SELECT 1 / 0'))).rejects.toThrow('22012');
    expect(pidIn(await statements.run(backendStatement))).toBe(pid);
  });

  it('closes a client that may only read, because after a failover the address leads to another server', async () => {
    const pool = poolOf(1);
    const statements = open(new AppPoolConnection(pool));
    const pid = pidIn(await statements.run(backendStatement));
    await pool.query('SET default_transaction_read_only = on');
    await expect(statements.run(statement('CREATE TABLE written (n int)'))).rejects.toThrow('25006');
    expect(pidIn(await statements.run(backendStatement))).not.toBe(pid);
  });

  it('fails at once when its client breaks during a statement, and lends another one', async () => {
    const pool = poolOf(1);
    const statements = open(new AppPoolConnection(pool), 60_000);
    const pid = pidIn(await statements.run(backendStatement));
    const sleeping = statements.run(statement('SELECT pg_sleep(60)'));
    const failure = expect(sleeping).rejects.toMatchObject({ isRefusal: false });
    await eventually(async () => {
      const [ended] = await running().query<{ ended: boolean }>(
        "SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE pid = $1 AND state = 'active'",
        [pid],
      );
      expect(ended?.ended).toBe(true);
    });
    await failure;
    expect(pidIn(await statements.run(backendStatement))).not.toBe(pid);
  });

  it('gets back a client that it lends only after the caller has given up', async () => {
    const pool = poolOf(1);
    const connection = new AppPoolConnection(pool);
    const statements = open(connection, 50);
    const borrowed = await pool.connect();
    await expect(statements.run(backendStatement)).rejects.toThrow('were in use');
    borrowed.release();
    await eventually(() => expect([pool.idleCount, pool.waitingCount]).toStrictEqual([1, 0]));
  });
});
