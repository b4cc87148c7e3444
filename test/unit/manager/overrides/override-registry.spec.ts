import { describe, expect, it } from '@jest/globals';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { auditOf, managers, settled } from '../managers.js';
import { ScriptedStore } from '../scripted-store.js';

const start = managers();
const ada: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold', country: 'DE' } };
const minute = 60_000;

describe('The stored overrides', () => {
  it('match the log after each entry', async () => {
    const store = new ScriptedStore();
    const held: number[] = [];
    const count = () => held.push(store.memory.read().documents.length);
    store.memory.watch({
      changed: count,
      announced: () => {},
      lost: () => {},
      unannounced: () => {},
      resumed: () => {},
    });
    const { flags, clock } = await start({ initialFlags: shopFlags, store });
    for (const unit of ['ada', 'bob', 'eve']) {
      await flags.disable('catalogue', { unit, expiresAt: new Date(clock.now() + minute) });
    }
    clock.advance(minute);
    await settled();
    expect(held).toEqual([1, 2, 3, 2, 1, 0]);
    const actions = (await auditOf(flags)).map(({ action }) => action);
    expect(actions).toEqual([...Array(3).fill('override_set'), ...Array(3).fill('override_expired')]);
  });

  it('stay unchanged, in the store and in force, after a change that could not be stored', async () => {
    const store = new ScriptedStore();
    const { flags, clock } = await start({ initialFlags: shopFlags, store, storeTimeout: '100ms' });
    await flags.disable('catalogue', { actor: 'ops' });
    const before = [store.memory.read(), flags.getOverrides()];
    store.failure = new Error('disk full');
    await expect(flags.enable('catalogue')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(flags.clearOverride('catalogue')).rejects.toThrow('disk full');
    expect([store.memory.read(), flags.getOverrides()]).toEqual(before);
    expect(flags.isEnabled('catalogue')).toBe(false);
    store.failure = undefined;
    clock.advance(1000);
    await settled();
    expect(await auditOf(flags)).toHaveLength(1);
  });
});

describe('A restart', () => {
  it('keeps every override, audit entry and version number', async () => {
    const store = new ScriptedStore();
    const one = await start({ initialFlags: shopFlags, store });
    await one.flags.disable('catalogue', { actor: 'ops', reason: 'incident 7' });
    await one.flags.setOverride('search', 'semantic', { unit: 'ada' });
    await one.flags.setOverride('theme', { value: { background: 'red' } });
    await one.flags.enable('sale');
    await one.flags.clearOverride('sale');
    const [overrides, log] = [one.flags.getOverrides(), await auditOf(one.flags)];
    await one.flags.close();

    const two = await start({ initialFlags: shopFlags, store });
    expect(two.flags.getOverrides()).toEqual(overrides);
    expect(two.flags.isEnabled('catalogue')).toBe(false);
    expect(two.flags.getVariant('search', '', ada)).toBe('semantic');
    expect(two.flags.getValue('theme', {})).toEqual({ background: 'red' });
    expect(await auditOf(two.flags)).toEqual(log);
    expect(two.flags.status().version).toBe(5);
    await two.flags.clearOverride('catalogue');
    expect((await auditOf(two.flags)).at(-1)).toMatchObject({ version: 6, before: overrides[0] });
  });
});
