import { describe, it } from '@jest/globals';
import { createClient as createClient5, createCluster as createCluster5 } from '@keyv/redis';
import { expectTypeOf } from 'expect-type';
import { createClient, createCluster, createSentinel, RESP_TYPES, type RedisClientOptions } from 'redis';
import type { RedisStoreOptions } from '../../lib/redis/index.js';
import { RedisStore } from '../../lib/redis/index.js';

/** Calls are only type-checked; nothing here runs. */
function checked(_: () => void): void {}

const redisStore = (options: RedisStoreOptions) => new RedisStore(options);

describe('The types of RedisStore', () => {
  it('accept clients of redis 6, whatever their protocol, scripts and type mapping', () => {
    checked(() => {
      redisStore({ client: createClient() });
      redisStore({ client: createClient({ RESP: 2 }) });
      redisStore({ client: createClient({ RESP: 3, commandOptions: { timeout: 100 } }) });
      redisStore({ client: createClient().withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }) });
      redisStore({ client: createCluster({ rootNodes: [] }) });
      redisStore({ client: createCluster({ rootNodes: [], RESP: 2 }) });
    });
  });

  it('accept clients of redis 5', () => {
    checked(() => {
      redisStore({ client: createClient5() });
      redisStore({ client: createClient5({ RESP: 3 }) });
      redisStore({ client: createCluster5({ rootNodes: [] }) });
      redisStore({ client: createCluster5({ rootNodes: [], RESP: 3 }) });
    });
  });

  it('accept the options of the client beside a URL', () => {
    expectTypeOf<{ url: string; clientOptions: RedisClientOptions }>().toExtend<RedisStoreOptions>();
    checked(() => {
      redisStore({
        clientOptions: { socket: { host: 'localhost', tls: true } },
        timeout: '500ms',
        stickyTtl: '1m',
      });
      redisStore({ url: process.env['REDIS_URL'] });
      expectTypeOf(redisStore({ url: 'redis://localhost' })).toEqualTypeOf<RedisStore>();
    });
  });

  it('reject anything but a client, and a URL beside a client', () => {
    checked(() => {
      // @ts-expect-error a client already has an address
      redisStore({ client: createClient(), url: 'redis://localhost' });
      // @ts-expect-error a URL has an option of its own
      redisStore({ client: 'redis://localhost' });
      // @ts-expect-error commands of a Sentinel begin with whether they read
      redisStore({ client: createSentinel({ name: 'shop', sentinelRootNodes: [] }) });
      // @ts-expect-error a duration has a unit
      redisStore({ url: 'redis://localhost', timeout: 'soon' });
    });
  });
});
