import { describe, expect, it } from '@jest/globals';
import { ExternalKeys } from '../../../../lib/manager/external/external-keys.js';
import { ExternalLimits } from '../../../../lib/manager/external/external-limits.js';

const all = (keys: ExternalKeys) => keys.filter(() => true);
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}_${index}`);

describe('ExternalKeys', () => {
  it('keeps each valid key once', () => {
    const keys = new ExternalKeys(['premium_tier', 'not a key', 'layout']);
    keys.add(['layout', 'fast_search']);
    expect(all(keys)).toStrictEqual(['premium_tier', 'layout', 'fast_search']);
    expect(keys.has('not a key')).toBe(false);
  });

  it('ignores keys over the limit', () => {
    const keys = new ExternalKeys(numbered('flag', ExternalLimits.keys));
    keys.add(['premium_tier']);
    expect(keys.has('premium_tier')).toBe(false);
    expect(all(keys)).toHaveLength(ExternalLimits.keys);
  });

  it('keeps only the most recent keys that gates require for single calls, which callers may choose', () => {
    const keys = new ExternalKeys(['premium_tier']);
    keys.require(['premium_tier', 'not a key']);
    for (const key of numbered('tier', ExternalLimits.requiredKeys + 10)) keys.require([key]);
    expect(all(keys)).toHaveLength(1 + ExternalLimits.requiredKeys);
    expect(['tier_0', 'tier_59', 'premium_tier'].map((key) => keys.has(key))).toStrictEqual([false, true, true]);
  });
});
