import { afterEach, describe, expect, it } from '@jest/globals';
import {
  EnvProvider,
  FileProvider,
  FlagManager,
  MemoryStore,
  MemoryProvider,
  type FlagDefinition,
} from '../../lib/index.js';
import { parseFlag, parseSegment } from '../../lib/core.js';
import { PostgresStore } from '../../lib/postgres/index.js';
import { RedisStore } from '../../lib/redis/index.js';
import { RecordingLogger } from '../support/recording-logger.js';

const LONE = ['\uD800', 'ada\uDFFF', '\uDC00\uD83D'] as const;
const code = (expected: string) => expect.objectContaining({ code: expected });

const managers: FlagManager[] = [];
afterEach(async () => {
  for (const manager of managers.splice(0)) await manager.close();
});

async function start(): Promise<{ flags: FlagManager; store: MemoryStore }> {
  const store = new MemoryStore();
  const flags = await FlagManager.create({ store, initialFlags: { sale: true }, logger: new RecordingLogger() });
  managers.push(flags);
  return { flags, store };
}

describe.each(LONE)('A lone surrogate, as in %j, is stored nowhere', (text) => {
  it('as the unit or the attribute of an override', async () => {
    const { flags, store } = await start();
    await expect(flags.disable('sale', { unit: text })).rejects.toThrow(code('INVALID_OVERRIDE'));
    await expect(flags.disable('sale', { unit: 'ada', unitBy: text })).rejects.toThrow(code('INVALID_OVERRIDE'));
    await expect(flags.clearOverride('sale', { unit: text })).rejects.toThrow(code('INVALID_OVERRIDE'));
    expect(store.read().documents).toStrictEqual([]);
  });

  it('as actor, reason or origin of a change', async () => {
    const { flags, store } = await start();
    for (const origin of [{ actor: text }, { reason: text }, { origin: text }]) {
      await expect(flags.disable('sale', origin)).rejects.toThrow(code('INVALID_OPTIONS'));
      await expect(flags.saveFlag('sale', true, origin)).rejects.toThrow(code('INVALID_OPTIONS'));
    }
    expect(store.read().documents).toStrictEqual([]);
  });

  it('as the value or the variant that an override serves, or in a scheduled change', async () => {
    const { flags, store } = await start();
    const tomorrow = new Date(Date.now() + 86_400_000);
    await expect(flags.setOverride('sale', { value: { [text]: 1 } })).rejects.toThrow(code('INVALID_OVERRIDE'));
    await expect(flags.setOverride('sale', { value: [text] })).rejects.toThrow(code('INVALID_OVERRIDE'));
    await expect(flags.setOverride('sale', text)).rejects.toThrow(code('INVALID_OVERRIDE'));
    const change = { type: 'set_override', key: 'sale', serve: true, unit: text } as const;
    await expect(flags.schedule(change, tomorrow)).rejects.toThrow(/INVALID|surrogate|valid/);
    expect(store.read().documents).toStrictEqual([]);
  });

  it.each<[string, FlagDefinition]>([
    ['user', { type: 'user_list', users: [text] }],
    ['tag', { type: 'boolean', enabled: true, tags: [text] }],
    ['description', { type: 'boolean', enabled: true, description: text }],
    ['owner', { type: 'boolean', enabled: true, owner: text }],
    ['metadata', { type: 'boolean', enabled: true, metadata: { ticket: text } }],
    ['name in the metadata', { type: 'boolean', enabled: true, metadata: { [text]: 1 } }],
    ['variant', { type: 'variant', variants: [{ name: text, weight: 1 }] }],
    ['value', { type: 'variant', variants: [{ name: 'a', weight: 1, value: { deep: [text] } }] }],
    ['name of an attribute', { type: 'user_attribute', attributes: { [text]: 'gold' } }],
    ['salt', { type: 'percentage', percentage: 5, salt: text }],
  ])('as the %s of a flag', (_, definition) => {
    expect(() => parseFlag('sale', definition)).toThrow(code('INVALID_FLAG'));
  });

  it('as a member of a segment, or a key', () => {
    expect(() => parseSegment('vip', { include: [text] })).toThrow(code('INVALID_FLAG'));
    expect(() => parseFlag(text, true)).toThrow(code('INVALID_FLAG'));
  });

  it('as the name or prefix of a provider, a store or a cache', () => {
    const makers = [
      () => new MemoryProvider({}, { name: text }),
      () => new FileProvider(`${text}.json`),
      () => new EnvProvider({ prefix: text }),
      () => new MemoryStore({ name: text }),
      () => new PostgresStore({ url: 'postgres://localhost', schema: text }),
      () => new PostgresStore({ url: 'postgres://localhost', name: text }),
      () => new RedisStore({ url: 'redis://localhost', prefix: text }),
      () => new RedisStore({ url: 'redis://localhost', name: text }),
      () => new FlagManager({ cacheNamespace: text }),
    ];
    for (const make of makers) expect(make).toThrow(code('INVALID_OPTIONS'));
  });
});

describe('A value that is not plain data although it looks like it', () => {
  it('is stored as its actual instant, whatever its own toISOString returns', async () => {
    const { flags } = await start();
    const expiresAt = Object.assign(new Date(Date.now() + 3_600_000), { toISOString: () => '2999-01-01T00:00:00Z' });
    await flags.disable('sale', { expiresAt });
    expect(flags.getOverride('sale')?.expiresAt).toBe(new Date(expiresAt.getTime()).toISOString());
  });

  it('is read once, whatever a getter returns later', async () => {
    const { flags } = await start();
    let reads = 0;
    const options = {
      get unit(): string {
        return ++reads === 1 ? 'ada' : 'bob';
      },
    };
    await flags.disable('sale', options);
    expect([reads, flags.getOverrides().map(({ unit }) => unit)]).toEqual([1, ['ada']]);
  });

  it.each<[string, unknown]>([
    ['a wrapper of a string', Object('gold')],
    ['a wrapper of a number', Object(7)],
    ['an array with a hole', Array(1)],
    ['NaN', NaN],
    ['an object with toJSON', { toJSON: () => 'gold' }],
    ['an instance of a class', new (class Price {})()],
    ['an object that only inherits from Date', Object.create(Date.prototype)],
    ['an array within itself', cyclic()],
  ])('is rejected if it would be stored as something else: %s', async (_, value) => {
    const { flags, store } = await start();
    await expect(flags.setOverride('sale', { value: value as string })).rejects.toThrow(code('INVALID_OVERRIDE'));
    expect(store.read().documents).toStrictEqual([]);
  });

  it('is stored as JSON makes it: -0 is 0, and an array has no other members', async () => {
    const { flags } = await start();
    const list = Object.assign([-0], { extra: 1, toJSON: () => 'gold' });
    await flags.setOverride('sale', { value: list });
    expect(flags.getOverride('sale')?.serve).toStrictEqual({ value: [0] });
  });
});

function cyclic(): unknown[] {
  const list: unknown[] = [];
  list.push(list);
  return list;
}
