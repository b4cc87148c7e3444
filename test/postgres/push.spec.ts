import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { PostgresDatabase } from '../../lib/postgres/index.js';
import { Deferred } from '../support/deferred.js';
import { eventually } from '../support/eventually.js';
import { describeWithPgBouncer, describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { newSchema, postgresShops, type Shop } from './support/shops.js';

const change = ({ flags }: Shop, enabled = true) => flags.setOverride('sale', enabled, { actor: 'ops' });

const sees = ({ flags }: Shop, enabled = true) => eventually(() => expect(flags.isEnabled('sale')).toBe(enabled));

describeWithPostgres('Instances that share Postgres', (running) => {
  const open = postgresShops();
  const notify = (channel: string, payload: string) => running().query('SELECT pg_notify($1, $2)', [channel, payload]);

  /** An adapter that counts reads of the log and what is received, and can hold reads back. */
  async function counted() {
    const pool = running().pool();
    const schema = await newSchema(pool);
    const counts = { reads: 0, received: 0 };
    const gate: { held?: Deferred<void> | undefined } = {};
    const clients: Client[] = [];
    const database: PostgresDatabase = {
      query: async (text, values) => {
        if (/^\s*SELECT/.test(text) && text.includes('"log"')) {
          counts.reads++;
          await gate.held?.promise;
        }
        return await pool.query(text, [...values]);
      },
      listen: async (channel, listener) => {
        const client = new Client({ connectionString: running().url() });
        clients.push(client);
        client.on('notification', ({ payload = '' }) => {
          if (!payload.startsWith('probe ')) counts.received++;
          listener(payload);
        });
        await client.connect();
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
        return () => client.end();
      },
    };
    return { database, schema, counts, gate };
  }

  it('need one read of the log for each change of another one', async () => {
    const { database, schema, counts } = await counted();
    const reader = await open({ database, schema });
    const writer = await open({ url: running().url(), schema });
    counts.reads = 0;
    for (const enabled of [true, false, true]) {
      await change(writer, enabled);
      await sees(reader, enabled);
    }
    expect(counts.reads).toBe(3);
  });

  it('read nothing for their own changes', async () => {
    const { database, schema, counts } = await counted();
    const shop = await open({ database, schema });
    const other = await open({ url: running().url(), schema });
    Object.assign(counts, { reads: 0, received: 0 });
    await change(shop);
    await sees(other);
    await eventually(() => expect(counts.received).toBe(1));
    expect(counts.reads).toBe(0);
  });

  it('read at most twice for 1,000 forged notifications', async () => {
    const { database, schema, counts, gate } = await counted();
    const shop = await open({ database, schema });
    Object.assign(counts, { reads: 0, received: 0 });
    gate.held = new Deferred();
    for (let i = 1; i <= 1000; i++) await notify(schema, `${1000 + i} ${randomUUID()}`);
    await eventually(() => expect(counts.received).toBe(1000));
    gate.held.resolve();
    gate.held = undefined;
    const writer = await open({ url: running().url(), schema });
    await change(writer);
    await sees(shop);
    expect(counts.reads).toBeLessThanOrEqual(3); // one of them for the change
    expect(shop.logger.errors).toStrictEqual([]);
  });

  it('miss no change that is made while the connection that listens is terminated, again and again', async () => {
    const schema = await newSchema(running().pool());
    const reader = await open({ url: running().url(), schema });
    const writer = await open({ pool: running().pool(), listen: false, schema });
    const text = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE $1';
    for (let i = 0; i < 10; i++) {
      const enabled = i % 2 === 0;
      await Promise.all([running().query(text, ['%pg_listening_channels()%']), change(writer, enabled)]);
      await sees(reader, enabled);
    }
    expect(reader.flags.status().version).toBe(10);
  });

  it('name the option, and do not show its password, when they cannot listen', async () => {
    const { user } = await running().createUser();
    const schema = await newSchema(running().pool());
    const listen = running().url({ user, password: 'hunter2' });
    const shop = await open({ url: running().url(), schema, listen }, { onBootFailure: 'defaults' });
    const { providers } = shop.flags.status();
    expect(providers[0]).toMatchObject({ state: 'failed', errorCodes: ['STORE_UNAVAILABLE', '28P01'] });
    expect(providers[0]?.error).toMatch(/^option "listen": the server rejects the user or the password/);
    expect(JSON.stringify([providers, shop.logger.lines])).not.toContain('hunter2');
  });

  it('poll with a warning that names the remedy when neither their library nor the option "listen" listens', async () => {
    const schema = await newSchema(running().pool());
    const pool = running().pool();
    const database: PostgresDatabase = { query: (text, values) => pool.query(text, [...values]) };
    const reader = await open({ database, schema, listen: undefined }, { storePoll: '100ms' });
    const writer = await open({ url: running().url(), schema });
    await change(writer);
    await sees(reader);
    expect(reader.flags.status().providers[0]?.pollingReason).toContain('option "listen" is not set');
    expect(reader.logger.warnings).toEqual([expect.stringContaining('or to false to poll without this warning')]);
  });

  it('poll without a warning and without a connection that listens, with "listen: false"', async () => {
    const schema = await newSchema(running().pool());
    const reader = await open({ url: running().url(), schema, listen: false }, { storePoll: '100ms' });
    const writer = await open({ url: running().url(), schema, listen: false });
    await change(writer);
    await sees(reader);
    expect(await running().query('SELECT FROM pg_stat_activity WHERE query = $1', [`LISTEN "${schema}"`])).toHaveLength(
      0,
    );
    expect(reader.logger.warnings).toStrictEqual([]);
    expect(reader.flags.status().providers[0]).not.toHaveProperty('pollingReason');
  });
});

describeWithPgBouncer('Instances that reach Postgres through a pooler in transaction mode', (running, pooler) => {
  const open = postgresShops();
  const pooled = () => running().url({ port: pooler().port });

  it('name the remedy, poll the store, and show that in their status', async () => {
    const schema = await newSchema(running().pool());
    const reader = await open({ url: pooled(), schema }, { storePoll: '100ms' });
    const writer = await open({ url: pooled(), schema });
    await change(writer);
    await sees(reader);
    const { state, providers } = reader.flags.status();
    expect([state, providers[0]?.state]).toEqual(['ready', 'loaded']);
    expect(providers[0]?.pollingReason).toContain('option "listen" to the URL of a direct connection');
    expect(reader.logger.warnings).toEqual([
      expect.stringContaining(
        `Flag store "postgres-store:${schema}" does not announce changes and is polled every 100 ms`,
      ),
    ]);
  });

  it('receive changes immediately when they listen over a direct connection', async () => {
    const schema = await newSchema(running().pool());
    const reader = await open({ pool: running().pool({ port: pooler().port }), schema, listen: running().url() });
    const writer = await open({ url: pooled(), schema, listen: running().url() });
    await change(writer);
    await sees(reader);
    expect(reader.logger.warnings).toStrictEqual([]);
  });
});
