import { describe, expect, it } from '@jest/globals';
import type { OverrideOptions, OverrideRequest } from '../../../../lib/manager/overrides/new-override.js';
import { InvalidOverrideError } from '../../../../lib/engine/flag.errors.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { auditOf, managers } from '../managers.js';

const start = managers();

describe('An override is rejected, and nothing is changed,', () => {
  const cases: readonly [string, string, unknown, OverrideOptions, string][] = [
    ['when it would be over already', 'catalogue', true, { expiresAt: '2025-12-31T23:59:59Z' }, 'in the future'],
    ['when it would be over right now', 'catalogue', true, { expiresAt: new Date('2026-01-01') }, 'in the future'],
    ['when its end is no date', 'catalogue', true, { expiresAt: new Date(NaN) }, 'expiresAt: is an invalid Date'],
    [
      'when its end has no offset',
      'catalogue',
      true,
      { expiresAt: '2026-02-01T00:00:00' },
      'expiresAt: must be a Date',
    ],
    ['when its end is a day', 'catalogue', true, { expiresAt: '2026-02-01' }, 'with an offset'],
    ['when the flag has no such variant', 'search', 'psychic', {}, 'use one of "classic", "instant", "semantic"'],
    ['when the flag has no such variant, spelled out', 'search', { variant: 'x' }, {}, 'has no variant "x"'],
    ['when the flag has no variants', 'catalogue', 'classic', {}, 'has no variants: override it with true, false'],
    ['when its value is larger than 64 KiB', 'theme', { value: 'x'.repeat(64 * 1024) }, {}, '64 KiB'],
    ['when its value holds a function', 'theme', { value: { f: () => 1 } }, {}, 'serve.value.f: must be JSON data'],
    ['when its value is not a number', 'theme', { value: NaN }, {}, 'serve.value: must be a finite number'],
    ['when its value would pollute', 'theme', { value: JSON.parse('{"__proto__":{}}') }, {}, '__proto__'],
    ['when it has no value', 'theme', { value: undefined }, {}, 'serve: must be true, false'],
    ['when it asks for two things', 'theme', { variant: 'dark', value: 1 }, {}, 'serve: must be true, false'],
    ['when it is a number', 'theme', 7, {}, 'serve: must be true, false'],
    ['when it is null', 'theme', null, {}, 'serve: must be true, false'],
    ['when it is missing', 'theme', undefined, {}, 'serve'],
    ['when its variant has no name', 'upcoming', '', {}, 'serve'],
    ['when its unit is empty', 'catalogue', true, { unit: '' }, 'unit'],
    ['when its unit is too long', 'catalogue', true, { unit: 'x'.repeat(1025) }, 'unit'],
    ['when its unit holds half of a surrogate pair', 'catalogue', true, { unit: 'ada\uD800' }, 'unit'],
    ['when its unit is a number that has no decimal text', 'catalogue', true, { unit: Number.NaN }, 'unit'],
    ['when it names an attribute and no value', 'catalogue', true, { unitBy: 'company' }, 'unitBy: is set without'],
    ['when it names no attribute', 'catalogue', true, { unit: 'acme', unitBy: '__proto__' }, 'unitBy'],
    ['when its unit is no text', 'catalogue', true, { unit: { id: 42 } as never }, 'unit'],
  ];

  it.each(cases)('%s', async (_, key, serve, options, message) => {
    const { flags } = await start({ initialFlags: shopFlags });
    const refused = flags.setOverride(key, serve as OverrideRequest, options);
    await expect(refused).rejects.toThrow(InvalidOverrideError);
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_OVERRIDE',
      message: expect.stringContaining(message),
    });
    expect(flags.getOverrides()).toStrictEqual([]);
    expect(await auditOf(flags)).toStrictEqual([]);
  });

  it.each(['', 'has space', '__proto__', '-dash', 'x'.repeat(129), 'ümlaut', 7, undefined])(
    'when the key is %p',
    async (key) => {
      const { flags } = await start();
      await expect(flags.enable(key as string)).rejects.toMatchObject({ code: 'INVALID_FLAG_KEY' });
      await expect(flags.clearOverride(key as string)).rejects.toMatchObject({ code: 'INVALID_FLAG_KEY' });
      expect(await auditOf(flags)).toStrictEqual([]);
    },
  );
});

describe('An override is accepted', () => {
  it('with a value of exactly 64 KiB', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const value = 'x'.repeat(64 * 1024 - 2);
    await flags.setOverride('theme', { value });
    expect(flags.getValue('theme', '')).toBe(value);
  });

  it('with an end one millisecond ahead, as Date and as text', async () => {
    const { flags, clock } = await start({ initialFlags: shopFlags });
    await flags.enable('sale', { expiresAt: new Date(clock.now() + 1) });
    expect(flags.getOverride('sale')?.expiresAt).toBe('2026-01-01T00:00:00.001Z');
    await flags.enable('sale', { expiresAt: '2026-01-01T01:00:00.001+01:00' });
    expect(flags.isEnabled('sale')).toBe(true);
  });

  it('with a text as the name of a variant, and true and false as on and off', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.setOverride('theme', 'dark');
    expect(flags.getOverride('theme')?.serve).toEqual({ variant: 'dark' });
    // A variant of an undefined flag would turn it on because of a typo.
    await expect(flags.setOverride('upcoming', 'false')).rejects.toMatchObject({ code: 'INVALID_OVERRIDE' });
    await flags.setOverride('upcoming', false);
    expect(flags.getOverride('upcoming')?.serve).toEqual({ enabled: false });
  });
});
