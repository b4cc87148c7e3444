import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT } from '../../../../lib/engine/flag-context.js';
import { FlagLookup } from '../../../../lib/manager/reading/flag-lookup.js';
import type { SnapshotEvaluator } from '../../../../lib/manager/reading/flag-entry.js';
import { MissingFlags } from '../../../../lib/manager/reading/missing-flags.js';
import { OverrideSet } from '../../../../lib/manager/overrides/override-set.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { definitionSet } from '../../engine/definition-set.js';
import { LiveSnapshot, turned } from '../snapshots.js';

function lookupOf(flags: Readonly<Record<string, unknown>>, ...overrides: ReturnType<typeof turned>[]) {
  const missing = new MissingFlags(new RecordingLogger());
  missing.isCounting = true;
  const live = new LiveSnapshot(definitionSet(flags), { set: OverrideSet.of(overrides) });
  const lookup = new FlagLookup(live.snapshot, missing);
  const change = (next: Readonly<Record<string, unknown>>) => lookup.markChanged(live.change(definitionSet(next)));
  return { lookup, missing, change };
}

describe('A look-up', () => {
  it('returns the entry of the snapshot, and the same one again', () => {
    const { lookup, missing } = lookupOf({ search: true });
    const search = lookup.evaluator('search');
    expect(search.evaluate({})?.enabled).toBe(true);
    expect(lookup.evaluator('search')).toBe(search);
    expect(missing.counts()).toEqual({});
  });

  it('returns an entry for an undefined key, too, which counts each evaluation', () => {
    const { lookup, missing } = lookupOf({});
    expect([1, 2, 3].map(() => lookup.evaluator('chekcout').evaluate({}))).toEqual([undefined, undefined, undefined]);
    expect(lookup.evaluator('chekcout')).toBe(lookup.evaluator('chekcout'));
    expect(missing.counts()).toEqual({ chekcout: 3 });
  });

  it('counts evaluations of a key that only has overrides of which none applies', () => {
    const { lookup, missing } = lookupOf({}, turned('beta', true, 'ada'));
    const beta = lookup.evaluator('beta');
    expect([beta.evaluate({ userId: 'ada' })?.enabled, beta.evaluate({ userId: 'bob' })]).toEqual([true, undefined]);
    expect(missing.counts()).toEqual({ beta: 1 });
  });

  it('looks up again after each change, and reports the change', () => {
    const { lookup, change } = lookupOf({ search: true, theme: true });
    const theme = lookup.evaluator('theme');
    const before = [lookup.evaluator('search'), lookup.evaluator('sale')].map((each) => each.evaluate({})?.enabled);
    const { generation } = lookup;
    change({ search: false, sale: true, theme: true });
    expect(before).toEqual([true, undefined]);
    expect(lookup.generation).not.toBe(generation);
    expect(['search', 'sale'].map((key) => lookup.evaluator(key).evaluate({})?.enabled)).toEqual([false, true]);
    change({});
    expect(lookup.evaluator('search').evaluate({})).toBeUndefined();
    expect(theme.evaluate({})?.enabled).toBe(true);
    expect(lookup.evaluator('theme').evaluate({})).toBeUndefined();
  });

  it('stores the first thousand unknown keys, and no invalid one', () => {
    const { lookup, change } = lookupOf({});
    const isRemembered = (key: string) => lookup.evaluator(key) === lookup.evaluator(key);
    expect(['x'.repeat(129), 'no key', ''].map(isRemembered)).toEqual([false, false, false]);
    const all = Array.from({ length: 1001 }, (_, i) => `unknown-${i}`);
    expect(all.filter((key) => !isRemembered(key))).toEqual(['unknown-1000']);
    change({ 'unknown-7': true });
    expect(isRemembered('unknown-1000')).toBe(true);
    expect(isRemembered('unknown-1001')).toBe(false);
    lookup.markChanged();
    expect(isRemembered('unknown-1001')).toBe(true);
  });

  it('wraps each evaluator once, and records nothing for a context that could not be resolved', () => {
    const wrapped: string[] = [];
    const live = new LiveSnapshot(definitionSet({ search: true }), { set: OverrideSet.of([]) });
    const [observe, record] = ['observe', 'record'].map((name) => (key: string, evaluator: SnapshotEvaluator) => {
      wrapped.push(`${name} ${key}`);
      return evaluator;
    });
    const lookup = new FlagLookup(live.snapshot, new MissingFlags(new RecordingLogger()), observe, record);
    for (let i = 0; i < 3; i++) lookup.evaluator('search').evaluate({});
    expect(wrapped.splice(0)).toStrictEqual(['record search', 'observe search']);
    expect(lookup.contextFailed('search').evaluate(FAILED_CONTEXT)?.reason).toBe('context_failed');
    expect(wrapped).toStrictEqual(['observe search']);
  });
});
