import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { EnvProvider, FlagManager } from 'nestjs-feature-flags';
import type { Bucketer } from 'nestjs-feature-flags/core';
import { FlagComparison } from './recipes/migrating/flag-comparison.js';
import { migratedFlags } from './recipes/migrating/flags.js';
import { launchdarkly } from './recipes/migrating/launchdarkly.bucketer.js';
import { unleash } from './recipes/migrating/unleash.bucketer.js';

const bucketsOf = (bucketer: Bucketer) => (typeof bucketer === 'function' ? bucketer : bucketer.create);

describe('The bucketers of the page on migrating', () => {
  it.each([
    { unit: '123', salt: 'gr1', rollout: 73, variant: 96 },
    { unit: '999', salt: 'groupX', rollout: 25, variant: 60 },
  ])('gives "$unit" in "$salt" the buckets that the tests of Unleash name', ({ unit, salt, rollout, variant }) => {
    const draw = { key: 'flag', salt, total: 100 };
    // Unleash counts from 1.
    expect(bucketsOf(unleash)({ ...draw, purpose: 'rollout' })(unit) + 1).toBe(rollout);
    expect(bucketsOf(unleash)({ ...draw, purpose: 'variant' })(unit) + 1).toBe(variant);
  });

  it.each([
    { unit: 'zoë', salt: 'gr1', rollout: 73, variant: 62 },
    { unit: '日本', salt: 'groupX', rollout: 40, variant: 89 },
  ])('gives "$unit" in "$salt" the buckets of the Node SDK of Unleash', ({ unit, salt, rollout, variant }) => {
    const draw = { key: 'flag', salt, total: 100 };
    expect(bucketsOf(unleash)({ ...draw, purpose: 'rollout' })(unit) + 1).toBe(rollout);
    expect(bucketsOf(unleash)({ ...draw, purpose: 'variant' })(unit) + 1).toBe(variant);
  });

  it.each([
    { unit: 'userKeyA', bucket: 0.421_575_87 },
    { unit: 'userKeyB', bucket: 0.670_848_5 },
    { unit: 'userKeyC', bucket: 0.103_431_06 },
  ])('gives "$unit" the bucket that the tests of LaunchDarkly name', ({ unit, bucket }) => {
    const of = bucketsOf(launchdarkly)({ key: 'hashKey', salt: 'saltyA', purpose: 'rollout', total: 1 });
    expect(of(unit)).toBeCloseTo(bucket, 6);
  });

  it('decide the flags that name them', async () => {
    const flags = await FlagManager.create(migratedFlags);
    const users = Array.from({ length: 1000 }, (_, i) => `user-${i}`);
    const shareOf = (key: string) => users.filter((userId) => flags.isEnabled(key, { userId })).length / 10;
    expect(shareOf('search_v2')).toBeCloseTo(25, -1);
    expect(shareOf('fast_checkout')).toBeCloseTo(30, -1);
    await flags.close();
  });
});

describe('The comparison of the page on migrating', () => {
  it('answers by the old system and logs what differs, without naming the user', async () => {
    const lines: string[] = [];
    Logger.overrideLogger({ log: () => {}, error: () => {}, warn: (line: string) => void lines.push(line) });
    const flags = await FlagManager.create({ initialFlags: { sale: { type: 'user_list', users: ['ada'] } } });
    try {
      const comparison = new FlagComparison(flags);
      expect(comparison.isEnabled('sale', true, { userId: 'ada' })).toBe(true);
      expect(comparison.isEnabled('sale', true, { userId: 'bob' })).toBe(true);
      expect(lines).toEqual(['"sale" is true in the old system and false (not_in_user_list) in the new']);
    } finally {
      Logger.overrideLogger(false);
      await flags.close();
    }
  });
});

describe('Existing environment variables', () => {
  it('become flags through the prefix that they share', async () => {
    const env = { ENABLE_NEW_CHECKOUT: 'true', ENABLE_DARK_MODE: 'false' };
    const flags = await FlagManager.create({ providers: [new EnvProvider({ prefix: 'ENABLE_', env })] });
    expect([flags.isEnabled('new_checkout'), flags.isEnabled('dark_mode')]).toEqual([true, false]);
    await flags.close();
  });
});
