import { describe, expect, it } from '@jest/globals';
import { InvalidOverrideError } from '../../../../lib/engine/flag.errors.js';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { auditOf, managers, settled } from '../managers.js';

const start = managers();
const ada: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold', country: 'DE' } };
const bob: FlagContext = { userId: 'bob' };

describe('An override', () => {
  it('turns a flag of any type on and off, however it is evaluated', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    for (const key of Object.keys(shopFlags)) {
      for (const enabled of [true, false]) {
        await flags.setOverride(key, enabled);
        expect(flags.isEnabled(key, bob)).toBe(enabled);
        expect(flags.evaluate(key, bob)).toMatchObject({ enabled, reason: 'override' });
        expect(flags.evaluateValue(key, null, bob)).toMatchObject({ enabled });
        expect(flags.evaluateAll(bob).find((answer) => answer.key === key)).toEqual(flags.evaluate(key, bob));
      }
    }
  });

  it('serves a variant with its declared value, however it is evaluated', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.setOverride('theme', 'dark');
    for (const context of [ada, bob, {}]) {
      expect(flags.isEnabled('theme', context)).toBe(true);
      expect(flags.getVariant('theme', 'light', context)).toBe('dark');
      expect(flags.getValue('theme', {}, context)).toEqual({ background: '#000', rounded: false });
      expect(flags.evaluate('theme', context)).toMatchObject({ variant: 'dark', reason: 'override' });
      expect(flags.evaluateAll(context).find(({ key }) => key === 'theme')?.variant).toBe('dark');
    }
    await flags.setOverride('theme', { variant: 'light' });
    expect(flags.getVariant('theme', 'dark', ada)).toBe('light');
  });

  it('serves a value, however it is evaluated', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.setOverride('theme', { value: { background: 'red' } });
    expect(flags.getValue('theme', {}, bob)).toEqual({ background: 'red' });
    expect(flags.isEnabled('theme', bob)).toBe(true);
    expect(flags.getVariant('theme', 'none', bob)).toBe('none');
    expect(flags.evaluate('theme', bob)).toMatchObject({ value: { background: 'red' }, reason: 'override' });
    expect(flags.evaluateAll(bob).find(({ key }) => key === 'theme')?.value).toEqual({ background: 'red' });
    await flags.setOverride('theme', { value: null });
    expect(flags.getValue('theme', null, bob)).toBeNull();
  });

  it('is in force when the call returns, with a store in memory', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const off = flags.disable('catalogue');
    expect(flags.isEnabled('catalogue')).toBe(false);
    const on = flags.enable('early_access');
    await Promise.all([off, on]);
    expect(flags.isEnabled('early_access', bob)).toBe(true);
    const cleared = flags.clearOverride('catalogue');
    expect(flags.isEnabled('catalogue')).toBe(true);
    expect(await cleared).toBe(true);
  });

  it('for one unit does not affect other units', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.setOverride('search', 'semantic', { unit: 'bob' });
    await flags.disable('catalogue', { unit: 'bob' });
    expect(flags.getVariant('search', 'x', bob)).toBe('semantic');
    expect(flags.isEnabled('catalogue', bob)).toBe(false);
    expect(flags.isEnabled('catalogue', ada)).toBe(true);
    expect(flags.evaluate('search', ada).reason).toBe('variant');
    expect(flags.evaluateAll(bob).find(({ key }) => key === 'catalogue')?.enabled).toBe(false);
    expect(flags.evaluateAll(ada).find(({ key }) => key === 'catalogue')?.enabled).toBe(true);
  });

  it('for one value of an attribute applies to everyone who has it, and to no user of that name', async () => {
    const { flags } = await start({
      initialFlags: { billing: { type: 'percentage', percentage: 0, bucketBy: 'tenant' } },
    });
    await flags.enable('billing', { unit: 'acme', unitBy: 'tenant' });
    expect(flags.isEnabled('billing', { userId: 'ada', userAttributes: { tenant: 'acme' } })).toBe(true);
    expect(flags.isEnabled('billing', { userId: 'acme', userAttributes: { tenant: 'other' } })).toBe(false);
  });

  it('for one unit outranks the one for everyone, which outranks the definition', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue');
    await flags.enable('catalogue', { unit: 'ada' });
    expect([flags.isEnabled('catalogue', ada), flags.isEnabled('catalogue', bob)]).toEqual([true, false]);
    await flags.clearOverride('catalogue', { unit: 'ada' });
    expect(flags.isEnabled('catalogue', ada)).toBe(false);
    await flags.clearOverride('catalogue');
    expect(flags.evaluate('catalogue', ada).reason).toBe('enabled');
  });

  it('exists once for each flag, unit and attribute', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue', { unit: '7', unitBy: 'tenant' });
    await flags.disable('catalogue', { unit: 7, unitBy: 'company' });
    await flags.disable('catalogue', { unit: 7n });
    await flags.disable('catalogue', { unit: '7', unitBy: 'userId' }); // what `unit` means by itself
    expect(flags.getOverrides().map(({ unit, unitBy }) => [unit, unitBy])).toEqual([
      ['7', 'tenant'],
      ['7', 'company'],
      ['7', undefined],
    ]);
    expect(flags.getOverride('catalogue', 7, 'company')).toMatchObject({ unit: '7', unitBy: 'company' });
    expect(await flags.clearOverride('catalogue', { unit: '7', unitBy: 'company' })).toBe(true);
    expect(await flags.clearOverride('catalogue', { unit: '7', unitBy: 'company' })).toBe(false);
    expect(flags.getOverrides()).toHaveLength(2);
    await expect(flags.clearOverride('catalogue', { unitBy: 'tenant' })).rejects.toThrow(InvalidOverrideError);
    const cleared = (await auditOf(flags)).at(-1);
    expect(cleared).toMatchObject({ action: 'override_cleared', before: { unit: '7', unitBy: 'company' } });
  });

  it('replaces the earlier override of the same flag and unit', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.enable('search', { unit: 'ada', actor: 'ops' });
    await flags.setOverride('search', 'instant', { unit: 'ada' });
    await flags.disable('search');
    expect(flags.getOverrides()).toHaveLength(2);
    expect(flags.getOverride('search', 'ada')).toMatchObject({ serve: { variant: 'instant' }, actor: 'unknown' });
    expect(flags.getOverride('search')).toMatchObject({ serve: { enabled: false } });
    expect(flags.getOverride('search', 'bob')).toBeUndefined();
    expect(flags.status().overrides).toBe(2);
  });

  it('stores who set it, why and when, and is frozen', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const value = { columns: [1, 2] };
    await flags.setOverride('theme', { value }, { actor: 'ops@shop.example', reason: 'incident 7' });
    value.columns.push(3);
    const override = flags.getOverride('theme');
    expect(override).toEqual({
      key: 'theme',
      serve: { value: { columns: [1, 2] } },
      actor: 'ops@shop.example',
      reason: 'incident 7',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    expect(() => ((override as { actor: string }).actor = 'me')).toThrow(TypeError);
    expect(flags.getValue('theme', {})).toEqual({ columns: [1, 2] });
  });

  it('may be set for an undefined key', async () => {
    const { flags } = await start();
    await flags.enable('upcoming');
    expect(flags.evaluate('upcoming')).toMatchObject({ enabled: true, value: true, reason: 'override' });
    expect(flags.evaluateAll().map(({ key }) => key)).toEqual(['upcoming']);
    await flags.clearOverride('upcoming');
    expect(flags.evaluate('upcoming').reason).toBe('flag_not_found');
  });

  it('for one unit of an undefined key leaves the key undefined for all others', async () => {
    const { flags } = await start();
    await flags.enable('upcoming', { unit: 'ada' });
    expect(flags.isEnabled('upcoming', ada)).toBe(true);
    expect(flags.evaluate('upcoming', bob).reason).toBe('flag_not_found');
    expect(flags.isEnabled('upcoming', bob, true)).toBe(true);
    expect(flags.evaluateAll(bob)).toStrictEqual([]);
  });

  it('survives changes of the definition', async () => {
    const provider = new MemoryProvider(shopFlags);
    const { flags } = await start({ providers: [provider] });
    await flags.setOverride('theme', 'dark');
    await flags.disable('catalogue');
    provider.set('catalogue', true);
    provider.set('theme', { type: 'variant', variants: [{ name: 'dark', weight: 1, value: 'black' }] });
    await settled();
    expect(flags.isEnabled('catalogue')).toBe(false);
    expect(flags.getValue('theme', '')).toBe('black');
    provider.delete('theme');
    await settled();
    expect(flags.evaluate('theme').reason).toBe('flag_not_found'); // a variant of nothing turns nothing on
    provider.set('theme', shopFlags.theme);
    await settled();
    expect(flags.getVariant('theme', 'x')).toBe('dark');
  });
});

describe('Clearing an override', () => {
  it('returns false and changes nothing if there is none', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const seen: unknown[] = [];
    flags.changes$.subscribe((entry) => seen.push(entry));
    expect(await flags.clearOverride('catalogue')).toBe(false);
    await flags.disable('catalogue', { unit: 'ada' });
    expect(await flags.clearOverride('catalogue')).toBe(false);
    expect(await flags.clearOverride('catalogue', { unit: 'bob' })).toBe(false);
    expect(await auditOf(flags)).toHaveLength(1);
    expect(seen).toHaveLength(1);
    expect(flags.status().version).toBe(1);
  });

  it('twice at the same time succeeds once', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue');
    const results = await Promise.all([flags.clearOverride('catalogue'), flags.clearOverride('catalogue')]);
    expect(results).toEqual([true, false]);
    expect((await auditOf(flags)).map(({ action }) => action)).toEqual(['override_set', 'override_cleared']);
  });
});
