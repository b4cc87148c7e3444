import { Client } from 'pg';
import { createClient } from 'redis';
import { RedisKeys } from '../../../dist/redis/redis-keys.js';
import { HEAD_FIELD } from '../../../dist/redis/head-field.js';
import { PostgresNames } from '../../../dist/postgres/postgres-names.js';
import {
  databaseUrl,
  type PostgresStoreAddress,
  type RedisStoreAddress,
  type StoreAddress,
} from '../stores/store-address.js';

/** The floor of a start: reads all documents of a store, and parses them. @returns how many there are */
export async function readDocuments(address: StoreAddress): Promise<number> {
  return address.kind === 'redis' ? await readFromRedis(address) : await readFromPostgres(address);
}

async function readFromRedis({ port, prefix }: RedisStoreAddress): Promise<number> {
  const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect();
  try {
    const documents = Object.entries(await client.hGetAll(new RedisKeys(prefix).documents));
    return documents.filter(([name]) => name !== HEAD_FIELD).map(([, text]): unknown => JSON.parse(text)).length;
  } finally {
    client.destroy();
  }
}

async function readFromPostgres(address: PostgresStoreAddress): Promise<number> {
  const client = new Client({ connectionString: databaseUrl(address, address.port) });
  await client.connect();
  try {
    const { documents } = new PostgresNames(address.schema);
    const { rows } = await client.query<{ readonly document: string }>(`SELECT document FROM ${documents}`);
    return rows.map(({ document }): unknown => JSON.parse(document)).length;
  } finally {
    await client.end();
  }
}
