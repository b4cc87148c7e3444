import { describe, expect, it } from '@jest/globals';
import { NO_DEFINITIONS } from '../../../../lib/engine/definitions.js';
import { FlagLookup } from '../../../../lib/manager/reading/flag-lookup.js';
import { MissingFlags } from '../../../../lib/manager/reading/missing-flags.js';
import { OverrideSet } from '../../../../lib/manager/overrides/override-set.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { definitionSet } from '../../engine/definition-set.js';
import { snapshotOf, turned } from '../snapshots.js';

function lookupOf(flags: Readonly<Record<string, unknown>>, ...overrides: ReturnType<typeof turned>[]) {
  const missing = new MissingFlags(new RecordingLogger());
  missing.isCounting = true;
  const lookup = new FlagLookup(missing);
  lookup.snapshot = snapshotOf(definitionSet(flags, {}), OverrideSet.of(overrides));
  return { lookup, missing };
}

describe('A look-up', () => {
  it('finds what the snapshot has, and the same again', () => {
    const { lookup, missing } = lookupOf({ search: true });
    const search = lookup.evaluator('search');
    expect(search.evaluate({})?.enabled).toBe(true);
    expect(lookup.evaluator('search')).toBe(search);
    expect(missing.counts()).toEqual({});
  });

  it('finds something for a key that nobody knows, too, which counts each question', () => {
    const { lookup, missing } = lookupOf({});
    expect([1, 2, 3].map(() => lookup.evaluator('chekcout').evaluate({}))).toEqual([undefined, undefined, undefined]);
    expect(lookup.evaluator('chekcout')).toBe(lookup.evaluator('chekcout'));
    expect(missing.counts()).toEqual({ chekcout: 3 });
  });

  it('counts for a key that only overrides know where none of them holds', () => {
    const { lookup, missing } = lookupOf({}, turned('beta', true, 'ada'));
    const beta = lookup.evaluator('beta');
    expect([beta.evaluate({ userId: 'ada' })?.enabled, beta.evaluate({ userId: 'bob' })]).toEqual([true, undefined]);
    expect(missing.counts()).toEqual({ beta: 1 });
  });

  it('finds anew after each change, and tells that there was one', () => {
    const { lookup } = lookupOf({ search: true });
    const before = [lookup.evaluator('search'), lookup.evaluator('sale')].map((each) => each.evaluate({})?.enabled);
    const { generation } = lookup;
    lookup.snapshot = snapshotOf(definitionSet({ search: false, sale: true }, {}));
    expect(before).toEqual([true, undefined]);
    expect(lookup.generation).not.toBe(generation);
    expect(['search', 'sale'].map((key) => lookup.evaluator(key).evaluate({})?.enabled)).toEqual([false, true]);
    lookup.snapshot = snapshotOf(NO_DEFINITIONS);
    expect(lookup.evaluator('search').evaluate({})).toBeUndefined();
  });

  it('remembers the first thousand unknown keys, and none that can be no key', () => {
    const { lookup } = lookupOf({});
    const isRemembered = (key: string) => lookup.evaluator(key) === lookup.evaluator(key);
    expect(['x'.repeat(129), 'no key', ''].map(isRemembered)).toEqual([false, false, false]);
    const all = Array.from({ length: 1001 }, (_, i) => `unknown-${i}`);
    expect(all.filter((key) => !isRemembered(key))).toEqual(['unknown-1000']);
    lookup.snapshot = snapshotOf(NO_DEFINITIONS);
    expect(isRemembered('unknown-1000')).toBe(true);
  });
});
