import { afterEach } from '@jest/globals';
import { createClient as createClient5 } from '@keyv/redis';
import { createClient } from 'redis';

/** What both releases of the client that are supported have in common. */
export const releases = [
  { release: 'redis 5', create: createClient5 as unknown as typeof createClient },
  { release: 'redis 6', create: createClient },
] as const;

export type Client = ReturnType<typeof createClient>;

/** Connects clients that are closed when their test is over. */
export function redisClients(): (url: string, create?: typeof createClient) => Promise<Client> {
  const open: Client[] = [];
  afterEach(() => {
    for (const client of open.splice(0)) if (client.isOpen) client.destroy();
  });
  return async (url, create = createClient) => {
    const client = create({ url }) as Client;
    client.on('error', () => {}); // caused by the test
    open.push(client);
    await client.connect();
    return client;
  };
}
