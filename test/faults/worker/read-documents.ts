import { createClient } from 'redis';
import { RedisKeys } from '../../../dist/redis/redis-keys.js';
import { HEAD_FIELD } from '../../../dist/redis/head-field.js';
import type { StoreAddress } from '../stores/store-address.js';

/** The floor of a start: reads all documents of a store, and parses them. @returns how many there are */
export async function readDocuments({ port, prefix }: StoreAddress): Promise<number> {
  const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect();
  try {
    const documents = Object.entries(await client.hGetAll(new RedisKeys(prefix).documents));
    return documents.filter(([name]) => name !== HEAD_FIELD).map(([, text]): unknown => JSON.parse(text)).length;
  } finally {
    client.destroy();
  }
}
