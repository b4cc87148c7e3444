import { describe, expect, it } from '@jest/globals';
import type { Definitions } from '../../../../lib/engine/definitions.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { checkDefinitions } from '../../../../lib/engine/targeting/check/check-definitions.js';
import { parseSegment } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import type { FlagSnapshot } from '../../../../lib/manager/reading/flag-snapshot.js';
import { OverrideSet } from '../../../../lib/manager/overrides/override-set.js';
import { definitionSet } from '../../engine/definition-set.js';
import { collectGarbage } from '../collect-garbage.js';
import { LiveSnapshot, services, snapshotOf, turned } from '../snapshots.js';

const after = (...flags: string[]) => ({ type: 'boolean', prerequisites: flags.map((flag) => ({ flag })) });
const within = (segment: string) => ({ type: 'boolean', otherwise: false, rules: [{ when: { segment } }] });

const shop = definitionSet(
  { checkout: true, express: after('checkout'), gift_wrap: after('express'), search: within('vip'), sale: true },
  { vip: { rules: [{ segment: 'gold' }] }, gold: { include: ['ada'] }, staff: {} },
);

function withFlag(definitions: Definitions, key: string, definition: unknown): Definitions {
  return { ...definitions, flags: new Map(definitions.flags).set(key, parseFlag(key, definition)) };
}

function withoutFlag(definitions: Definitions, key: string): Definitions {
  return { ...definitions, flags: new Map([...definitions.flags].filter(([each]) => each !== key)) };
}

function withSegment(definitions: Definitions, key: string, definition: unknown): Definitions {
  return { ...definitions, segments: new Map(definitions.segments).set(key, parseSegment(key, definition)) };
}

/** Why a flag answers as it does for one user. */
function reasonOf(snapshot: FlagSnapshot, key: string, userId = 'ada'): string | undefined {
  return snapshot.evaluator(key)?.evaluate({ userId })?.reason;
}

function reasonsOfDependants(snapshot: FlagSnapshot): (string | undefined)[] {
  return ['express', 'gift_wrap'].map((key) => reasonOf(snapshot, key));
}

/** A condition on a segment at the bottom of the deepest tree. */
function deep(segment: string, levels = 10): object {
  if (levels === 1) return { segment };
  const below = [deep(segment, levels - 1)];
  return levels % 2 === 0 ? { all: below } : { any: below };
}

function share(percentage: number) {
  return { type: 'percentage', percentage };
}

/** The evaluators of all flags. */
function evaluatorsOf(snapshot: FlagSnapshot): Map<string, unknown> {
  return new Map(snapshot.keys().map((key) => [key, snapshot.evaluator(key)]));
}

/** The keys of the flags that a change has compiled again. */
function recompiledBy(live: LiveSnapshot, change: () => void): string[] {
  const before = evaluatorsOf(live.snapshot);
  change();
  return [...evaluatorsOf(live.snapshot)].flatMap(([key, now]) => (before.get(key) === now ? [] : [key]));
}

describe('A snapshot', () => {
  it.each<[string, Definitions, string[]]>([
    ['nothing', shop, []],
    ['a flag', withFlag(shop, 'sale', false), ['sale']],
    ['a flag that others ask', withFlag(shop, 'checkout', false), ['checkout']],
    ['a segment that nobody refers to', withSegment(shop, 'staff', { include: ['bob'] }), []],
    ['a segment of a segment', withSegment(shop, 'gold', { include: ['bob'] }), ['search']],
  ])('compiles only the flags that depend on %s that has changed', (_, definitions, keys) => {
    const live = new LiveSnapshot(shop);
    expect(recompiledBy(live, () => live.change(definitions))).toEqual(keys);
  });

  it('compiles the overrides of a flag, and no flag that refers to it', () => {
    const live = new LiveSnapshot(shop);
    expect(recompiledBy(live, () => live.set(turned('express', false)))).toEqual(['express']);
  });

  it('compiles only the changed one of 1,000 flags', () => {
    const flags = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`f${i}`, i % 10 === 0 ? true : after(`f${i - (i % 10)}`)]),
    );
    const many = definitionSet(flags);
    const live = new LiveSnapshot(many);
    const changed = withFlag(many, 'f500', false);
    expect(recompiledBy(live, () => live.change(changed))).toEqual(['f500']);
    expect(recompiledBy(live, () => live.change(withFlag(changed, 'f7', true)))).toEqual(['f7']);
    expect(reasonOf(live.snapshot, 'f501')).toBe('prerequisite_failed');
  });

  it('answers by the definitions that it was compiled from', () => {
    const live = new LiveSnapshot(shop);
    const reasons = () => ['ada', 'bob'].map((userId) => reasonOf(live.snapshot, 'search', userId));
    expect(reasons()).toEqual(['rule_match', 'no_rule_matched']);
    live.change(withSegment(shop, 'gold', { include: ['bob'] }));
    expect(reasons()).toEqual(['no_rule_matched', 'rule_match']);
  });

  it('drops what it compiled before', async () => {
    let definitions = definitionSet({ checkout: share(0), search: share(0), sale: share(0) });
    const live = new LiveSnapshot(definitions);
    const replaced: WeakRef<object>[] = [];
    for (let i = 1; i <= 20; i++) {
      const key = i % 2 === 0 ? 'checkout' : 'search';
      replaced.push(new WeakRef(live.snapshot.evaluator(key)!));
      live.change((definitions = withFlag(definitions, key, share(i))));
    }
    await collectGarbage();
    expect(replaced.filter((evaluator) => evaluator.deref() !== undefined)).toStrictEqual([]);
    expect(live.snapshot.evaluateAll({})).toHaveLength(3);
  });
});

describe('A flag that depends on another', () => {
  const on = ['enabled', 'enabled'];

  it('is off while an override kills that flag, and on again when it is cleared', () => {
    const live = new LiveSnapshot(shop);
    expect(reasonsOfDependants(live.snapshot)).toEqual(on);
    live.set(turned('checkout', false));
    expect(reasonsOfDependants(live.snapshot)).toEqual(['prerequisite_failed', 'prerequisite_failed']);
    live.clear(turned('checkout', false));
    expect(reasonsOfDependants(live.snapshot)).toEqual(on);
  });

  it('is undecided while that flag is deleted, and on again when it is back', () => {
    const live = new LiveSnapshot(shop);
    expect(reasonsOfDependants(live.snapshot)).toEqual(on);
    live.change(withoutFlag(shop, 'checkout'));
    expect(reasonsOfDependants(live.snapshot)).toEqual(['evaluation_error', 'evaluation_error']);
    live.change(shop);
    expect(reasonsOfDependants(live.snapshot)).toEqual(on);
  });

  it('follows the override of its user, even for a flag that only has overrides', () => {
    const unknown = withoutFlag(shop, 'checkout');
    for (const [definitions, reason] of [
      [withFlag(shop, 'checkout', false), 'prerequisite_failed'],
      [unknown, 'evaluation_error'],
    ] as const) {
      const snapshot = snapshotOf(definitions, OverrideSet.of([turned('checkout', true, 'ada')]));
      expect([reasonOf(snapshot, 'gift_wrap'), reasonOf(snapshot, 'gift_wrap', 'bob')]).toEqual(['enabled', reason]);
    }
  });

  it('is not evaluated itself when it has an override', () => {
    const snapshot = snapshotOf(withoutFlag(shop, 'checkout'), OverrideSet.of([turned('express', true)]));
    expect(['express', 'gift_wrap'].map((key) => reasonOf(snapshot, key))).toEqual(['override', 'enabled']);
  });
});

describe('The longest legal chains', () => {
  const flags = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [
      `f${i}`,
      i < 49 ? after(`f${i + 1}`) : { type: 'boolean', otherwise: false, rules: [{ when: deep('s0') }] },
    ]),
  );
  const segments = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`s${i}`, i < 49 ? { rules: [deep(`s${i + 1}`)] } : { include: ['ada'] }]),
  );
  const chains = definitionSet(flags, segments);

  it('are compiled, evaluated and explained', () => {
    expect(checkDefinitions(chains)).toStrictEqual([]);
    const snapshot = snapshotOf(chains);
    expect(reasonOf(snapshot, 'f0')).toBe('enabled');
    expect(reasonOf(snapshot, 'f0', 'bob')).toBe('prerequisite_failed');
    expect(snapshot.explain('f0', { userId: 'ada' }, services).evaluation?.reason).toBe('enabled');
  });
});

describe('Keys that objects inherit', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty'])('name flags and segments like any other: %s', (key) => {
    const definitions = definitionSet({ [key]: within(key), sale: after(key) }, { [key]: { include: ['ada'] } });
    const snapshot = snapshotOf(definitions);
    expect(reasonOf(snapshot, 'sale')).toBe('enabled');
    expect(reasonOf(snapshot, 'sale', 'bob')).toBe('prerequisite_failed');
    expect(snapshotOf(definitionSet({ sale: after(key) })).evaluator(key)).toBeUndefined();
  });
});
