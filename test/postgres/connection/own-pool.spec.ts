import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import { OwnPoolConnection } from '../../../lib/postgres/connection/own-pool-connection.js';
import type { ClientSettings } from '../../../lib/postgres/connection/pg-client.js';
import { StoreUnavailableError } from '../../../lib/store/store.errors.js';
import { Deferred } from '../../support/deferred.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { SilentProxy } from '../../support/silent-proxy.js';
import { backendStatement, pidIn, postgresStatements, statement } from '../support/statements.js';

describeWithPostgres('A pool of the store', (running) => {
  const open = postgresStatements();

  const opened = (settings: Partial<ClientSettings> = {}, timeout = 2000) =>
    open(new OwnPoolConnection({ url: running().url(), timeout, ...settings }), timeout);

  /** The connections of a user to the server. */
  async function sessionsOf(user: string): Promise<number> {
    const [row] = await running().query<{ sessions: number }>(
      'SELECT count(*)::int AS sessions FROM pg_stat_activity WHERE usename = $1',
      [user],
    );
    return row?.sessions ?? 0;
  }

  it('connects when it is first used, with no more than two connections, and closes them', async () => {
    const { user, password } = await running().createUser();
    const connection = new OwnPoolConnection({ url: running().url({ user, password }), timeout: 2000 });
    const statements = open(connection);
    expect(await sessionsOf(user)).toBe(0);
    await Promise.all(Array.from({ length: 20 }, () => statements.run(backendStatement)));
    expect(await sessionsOf(user)).toBe(2);
    const pending = expect(statements.run(statement('SELECT pg_sleep(60)'))).rejects.toThrow('it is closed');
    connection.close(new Error('it is closed'));
    connection.close(new Error('it is closed twice'));
    await pending;
    await expect(statements.run(backendStatement)).rejects.toThrow('it is closed');
    await eventually(async () => expect(await sessionsOf(user)).toBe(0));
  });

  it('closes a connection that a server which hangs has not opened yet', async () => {
    const opening = new Deferred<Socket>();
    const server = createServer((socket) => opening.resolve(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const address = server.address();
      if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
      const url = running().url({ port: address.port });
      const connection = new OwnPoolConnection({ url, timeout: 600_000 });
      const pending = connection.send(backendStatement, 600_000);
      const closed = once((await opening.promise).resume(), 'close');
      connection.close(new Error('it is closed'));
      await expect(pending).rejects.toThrow('it is closed');
      await closed;
    } finally {
      server.close();
    }
  });

  it('takes the options of the client instead of a URL, and a function as password', async () => {
    const { user, password } = await running().createUser();
    const { hostname: host, port } = new URL(running().url());
    const clientOptions = { host, port: Number(port), user, database: 'postgres', password: async () => password };
    const statements = open(new OwnPoolConnection({ clientOptions, timeout: 2000 }));
    await expect(statements.run(statement('SELECT current_user::text AS name'))).resolves.toStrictEqual([
      { name: user },
    ]);
  });

  it('sends no parameters of the session, which poolers reject', async () => {
    const statements = opened();
    const rows = await statements.run(
      statement(`SELECT name FROM pg_settings WHERE source IN ('client', 'session') ORDER BY name`),
    );
    expect(rows).toStrictEqual([{ name: 'client_encoding' }]);
  });

  it('names no statements', async () => {
    const statements = opened();
    await statements.run(statement('SELECT $1::text AS name', 'shop'));
    const rows = await statements.run(statement("SELECT name FROM pg_prepared_statements WHERE name <> ''"));
    expect(rows).toStrictEqual([]);
  });

  it('replaces connections that the server has ended', async () => {
    const statements = opened();
    const pid = pidIn(await statements.run(backendStatement));
    await running().query('SELECT pg_terminate_backend($1)', [pid]);
    await eventually(async () => expect(pidIn(await statements.run(backendStatement))).not.toBe(pid));
  });

  it('fails in time while the server hangs, and answers afterwards', async () => {
    const statements = opened({}, 200);
    await statements.run(backendStatement);
    await running().pause();
    try {
      for (let i = 0; i < 3; i++) {
        await expect(statements.run(backendStatement)).rejects.toBeInstanceOf(StoreUnavailableError);
      }
    } finally {
      await running().resume();
    }
    await eventually(() => statements.run(backendStatement));
  });

  it('replaces all connections that the network has dropped silently when one does not answer', async () => {
    const proxy = await SilentProxy.start(running().port);
    try {
      const statements = opened({ url: running().url({ port: proxy.port }) }, 400);
      await Promise.all([1, 2].map(() => statements.run(statement('SELECT pg_sleep(0.1)')))); // on two connections
      proxy.hush();
      proxy.speak();
      await expect(statements.run(backendStatement)).rejects.toThrow('no answer within');
      await expect(statements.run(backendStatement)).resolves.toHaveLength(1);
    } finally {
      await proxy.stop();
    }
  });

  it('is unavailable while nobody listens on the port', async () => {
    const statements = opened({ url: running().url({ port: await freePort() }) });
    await expect(statements.run(backendStatement)).rejects.toThrow('ECONNREFUSED');
    await expect(statements.run(backendStatement)).rejects.toMatchObject({ isRefusal: false });
  });

  it('rejects a URL whose certificates cannot be read, without repeating its password', async () => {
    const url = running().url({ user: 'app', password: 'secret-of-the-shop' });
    const statements = opened({ url: `${url}?sslmode=verify-full&sslrootcert=/missing/ca.pem` });
    const error: unknown = await statements.run(backendStatement).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidOptionsError);
    expect(String(error)).toContain('/missing/ca.pem');
    expect(String((error as Error).stack)).not.toContain('secret-of-the-shop');
    expect((error as Error).cause).toBeUndefined();
  });

  it('never shows a password in an error', async () => {
    const { user, password } = await running().createUser();
    const { port } = new URL(running().url());
    const wrong = 'wrong-secret-of-the-shop';
    for (const address of [
      { user, password: wrong },
      { user: 'nobody', password: wrong },
      { user, password: wrong, database: 'missing' },
      { user, password: wrong, port: await freePort() },
      { user, password: wrong, host: 'missing.invalid', port: Number(port) },
      { user, password, database: 'missing' },
    ]) {
      const error: unknown = await opened({ url: running().url(address) })
        .run(backendStatement)
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      for (let each = error; each instanceof Error; each = each.cause) {
        expect(`${each.stack}${JSON.stringify(each)}`).not.toContain('secret-of-the-shop');
        expect(`${each.stack}${JSON.stringify(each)}`).not.toContain(password);
      }
    }
  });
});
