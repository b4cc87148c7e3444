import { describe, expect, it } from '@jest/globals';
import { appendChained } from '../../../support/append-chained.js';
import { instances } from '../instances.js';
import { auditOf, settled } from '../managers.js';

const shared = instances();

describe('The store as the first layer', () => {
  it('comes before the providers in the status', async () => {
    const { start, clock } = shared();
    const { flags, store } = await start({ initialFlags: { theme: true } });
    await flags.saveFlag('sale', true);
    await flags.saveSegment('vip', {});
    const since = '2026-01-01T00:00:00.000Z';
    expect(flags.status()).toMatchObject({ state: 'ready', flags: 2, segments: 1 });
    expect(flags.status().providers).toEqual([
      { name: 'shared', state: 'loaded', since, flags: 1, segments: 1, failures: 0, problems: [] },
      { name: 'initialFlags', state: 'loaded', since, flags: 1, segments: 0, failures: 0, problems: [] },
    ]);
    store.failure = new Error('connection refused');
    clock.advance(36_000);
    await settled();
    expect(flags.status()).toMatchObject({
      state: 'degraded',
      providers: [
        { name: 'shared', state: 'stale', error: expect.stringContaining('connection refused'), flags: 1 },
        {},
      ],
    });
  });

  it('reports a definition that becomes unreadable, and keeps the last good one in force', async () => {
    const { start, memory } = shared();
    const { flags } = await start({ initialFlags: { sale: false } });
    await flags.saveFlag('sale', true);
    const [entry] = await auditOf(flags);
    appendChained(memory, { ...entry, id: 'x', version: 2, after: { type: 'magic' } } as never);
    expect(flags.isEnabled('sale')).toBe(true);
    expect(flags.status().providers[0]?.problems).toMatchObject([{ kind: 'flag', key: 'sale' }]);
    await flags.deleteFlag('sale');
    expect([flags.isEnabled('sale'), flags.status().providers[0]?.problems]).toEqual([false, []]);
  });

  it('holds no flags if none was given, and providers accept writes', async () => {
    const { start } = shared();
    const { flags } = await start({ store: undefined, initialFlags: { theme: true } });
    expect(flags.status().providers.map(({ name }) => name)).toEqual(['initialFlags']);
    await expect(flags.saveFlag('sale', true)).rejects.toMatchObject({ code: 'READ_ONLY' });
    await flags.disable('theme');
    expect(flags.isEnabled('theme')).toBe(false);
  });
});
