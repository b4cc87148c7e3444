import { describe, expect, it } from '@jest/globals';
import { createCache } from 'cache-manager';
import { CacheBackendProvider, ChainedProvider, FileStore, MemoryStore, MemoryProvider } from '../../lib/index.js';
import { documentOf, envNameOf, flagKeyOfEnvName, matchesAuditQuery } from '../../lib/core.js';
import { RedisStore } from '../../lib/redis/index.js';

/** Neither is ever opened: what they are given is refused first. */
const fileStore = new FileStore('never-created');
const redis = new RedisStore({ url: 'redis://127.0.0.1:1' });

type Loose = (...args: unknown[]) => unknown;

/** What plain JavaScript may call, with something that TypeScript would refuse. */
const calls: Readonly<Record<string, (value: unknown) => unknown>> = {
  'envNameOf(key)': (value) => (envNameOf as Loose)(value),
  'flagKeyOfEnvName(name)': (value) => (flagKeyOfEnvName as Loose)(value),
  'documentOf(change)': (value) => (documentOf as Loose)(value),
  'documentOf({ action })': (value) => (documentOf as Loose)({ action: value }),
  'matchesAuditQuery(entry)': (value) => (matchesAuditQuery as Loose)(value, {}),
  'matchesAuditQuery(entry, query)': (value) => (matchesAuditQuery as Loose)({ time: '' }, value),
  'store.append(entries)': (value) => new MemoryStore().append(value as [], { version: 0, id: '' }),
  'store.append([], position)': (value) => new MemoryStore().append([], value as never),
  'store.query(query)': (value) => new MemoryStore().query(value as never),
  'store.watch(listener)': (value) => new MemoryStore().watch(value as never),
  'fileStore.append(entries)': (value) => fileStore.append(value as [], { version: 0, id: '' }),
  'fileStore.append([], position)': (value) => fileStore.append([], value as never),
  'fileStore.query(query)': (value) => fileStore.query(value as never),
  'RedisStore.append(entries)': (value) => redis.append(value as [], { version: 0, id: '' }),
  'RedisStore.query(query)': (value) => redis.query(value as never),
  'cache.write(write)': (value) => new CacheBackendProvider(createCache()).write(value as never),
  'cache.writeSegment(write)': (value) => new CacheBackendProvider(createCache()).writeSegment(value as never),
  'chain.write(write)': (value) => new ChainedProvider([new MemoryProvider()]).write(value as never),
  'chain.writeSegment(write)': (value) => new ChainedProvider([new MemoryProvider()]).writeSegment(value as never),
  'provider.watch(listener)': (value) => new MemoryProvider().watch(value as never),
  'provider.write(write)': (value) => new MemoryProvider().write(value as never),
  'provider.writeSegment(write)': (value) => new MemoryProvider().writeSegment(value as never),
};

describe.each(Object.entries(calls))('%s', (_, invoke) => {
  it.each([[null], [undefined], [42], [true], [Symbol('x')]])('refuses %p with a code', async (value) => {
    await expect((async () => await invoke(value))()).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});
