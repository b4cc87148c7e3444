import { describe, expect, it } from '@jest/globals';
import { createClient, createClientPool, createSentinel } from 'redis';
import { InvalidOptionsError } from '../../lib/internal/options/invalid-options.error.js';
import { RedisStore, type RedisStoreOptions } from '../../lib/redis/index.js';
import { resolveRedisStoreSettings } from '../../lib/redis/redis-store.options.js';

const url = 'redis://localhost:6379';

describe('The options of RedisStore', () => {
  it('have defaults', () => {
    expect(resolveRedisStoreSettings({ url })).toEqual({
      prefix: 'feature-flags',
      timeout: 2000,
      auditLogSize: 100_000,
      stickyTtl: 30 * 24 * 3_600_000,
      name: 'redis-store:feature-flags',
    });
  });

  it('include the name of the store', () => {
    expect(new RedisStore({ url, name: 'flags' }).name).toBe('flags');
    expect(new RedisStore({ url, prefix: 'shop' }).name).toBe('redis-store:shop');
  });

  for (const [option, options] of [
    ['url', {}],
    ['url', { url: undefined }],
    ['client', { client: createClient(), url }],
    ['client', { client: createClient(), clientOptions: {} }],
    ['client', { client: 'redis://localhost' }],
    ['client', { client: {} }],
    ['client', { client: null }],
    ['url', { url: '' }],
    ['url', { url: 'localhost:6379' }],
    ['url', { url: 'http://localhost' }],
    ['client', { client: Promise.resolve() }],
    ['client', { client: createClientPool() }],
    ['client', { client: createSentinel({ name: 'shop', sentinelRootNodes: [] }) }],
    ['prefx', { url, prefx: 'shop' }],
    ['keyPrefix', { url, keyPrefix: 'shop' }],
    ['prefix', { url, prefix: null }],
    ['prefix', { url, prefix: 7 }],
    ['name', { url, name: '' }],
    ['name', { url, name: null }],
    ['timeout', { url, timeout: 2000 }],
    ['prefix', { url, prefix: '' }],
    ['prefix', { url, prefix: '{shop}' }],
    ['prefix', { url, prefix: 'my shop' }],
    ['prefix', { url, prefix: 'shop\0' }],
    ['prefix', { url, prefix: 'x'.repeat(201) }],
    ['timeout', { url, timeout: 0 }],
    ['timeout', { url, timeout: 'soon' }],
    ['timeout', { url, timeout: '11m' }],
    ['auditLogSize', { url, auditLogSize: 0 }],
    ['auditLogSize', { url, auditLogSize: 1.5 }],
    ['stickyTtl', { url, stickyTtl: '0h' }],
    ['stickyTtl', { url, stickyTtl: 1e300 }],
  ] as const) {
    it(`are rejected with the name "${option}", as in ${shown(options)}`, () => {
      const opening = expect(() => new RedisStore(options as RedisStoreOptions));
      opening.toThrow(InvalidOptionsError);
      opening.toThrow(`Option "${option}"`);
    });
  }

  it.each([undefined, null, url])('are rejected when they are missing: %p', (options) => {
    const opening = expect(() => new RedisStore(options as unknown as RedisStoreOptions));
    opening.toThrow(InvalidOptionsError);
    opening.toThrow('The options of RedisStore must be a plain object with any of: url, clientOptions, client, prefix');
  });

  it('are rejected without the password of an invalid URL', async () => {
    const secret = 'secret-of-the-shop';
    const unusable: readonly RedisStoreOptions[] = [
      { url: `redis://:${secret}@host:port` },
      { url: `http://:${secret}@host` },
      { url: `redis://:${secret}@host`, clientOptions: { socket: { tls: true } } },
      { url: `redis://:${secret}@host/shop` },
    ];
    for (const options of unusable) {
      const error: unknown = await readOnce(options).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidOptionsError);
      expect(String((error as Error).stack)).not.toContain(secret);
      expect((error as Error).cause).toBeUndefined();
    }
  });
});

async function readOnce(options: RedisStoreOptions): Promise<unknown> {
  const store = new RedisStore(options);
  try {
    return await store.read();
  } finally {
    store.close();
  }
}

function shown(options: object): string {
  return JSON.stringify(options, (name, value: unknown) => (name === 'client' ? typeof value : value)).slice(0, 60);
}
