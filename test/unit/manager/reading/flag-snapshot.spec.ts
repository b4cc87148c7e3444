import { describe, expect, it } from '@jest/globals';
import { NO_DEFINITIONS } from '../../../../lib/engine/definitions.js';
import { parseFlags } from '../../../../lib/engine/parse/parse-flag.js';
import { FlagSnapshot } from '../../../../lib/manager/reading/flag-snapshot.js';
import { OverrideSet } from '../../../../lib/manager/overrides/override-set.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';

const services = { now: () => 0 };
const flags = parseFlags(shopFlags);
const segments = new Map();
const off = (key: string) => ({ key, serve: { enabled: false }, actor: 'ops', createdAt: '2026-01-01T00:00:00Z' });

describe('A snapshot', () => {
  it('knows nothing at first', () => {
    expect(FlagSnapshot.EMPTY.evaluator('catalogue')).toBeUndefined();
    expect(FlagSnapshot.EMPTY.evaluateAll({})).toStrictEqual([]);
  });

  it('answers as before when the next one is made of it', () => {
    const one = FlagSnapshot.EMPTY.next({ flags, segments }, OverrideSet.of([]), services);
    const two = one.next(NO_DEFINITIONS, OverrideSet.of([off('catalogue')]), services);
    expect(one.evaluator('catalogue')?.evaluate({})?.enabled).toBe(true);
    expect(two.evaluator('catalogue')?.evaluate({})?.enabled).toBe(false);
    expect([one.evaluateAll({}).length, two.evaluateAll({}).length]).toEqual([flags.size, 1]);
  });

  it('compiles only what has changed', () => {
    const one = FlagSnapshot.EMPTY.next({ flags, segments }, OverrideSet.of([]), services);
    const changed = new Map(flags).set('theme', parseFlags({ theme: true }).get('theme')!);
    const two = one.next({ flags: changed, segments }, OverrideSet.of([off('catalogue')]), services);
    for (const key of flags.keys()) {
      const same = one.evaluator(key) === two.evaluator(key);
      expect([key, same]).toEqual([key, key !== 'theme' && key !== 'catalogue']);
    }
    const three = two.next({ flags: changed, segments }, OverrideSet.of([off('catalogue'), off('sale')]), services);
    expect(three.evaluator('premium')).toBe(one.evaluator('premium'));
  });
});
