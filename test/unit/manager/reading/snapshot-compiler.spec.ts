import { describe, expect, it } from '@jest/globals';
import type { Definitions } from '../../../../lib/engine/definitions.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { checkDefinitions } from '../../../../lib/engine/targeting/check/check-definitions.js';
import { parseSegment } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import type { FlagSnapshot } from '../../../../lib/manager/reading/flag-snapshot.js';
import { OverrideSet } from '../../../../lib/manager/overrides/override-set.js';
import { definitionSet } from '../../engine/definition-set.js';
import { collectGarbage } from '../collect-garbage.js';
import { services, snapshotOf, turned } from '../snapshots.js';

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

/** The keys of the flags that one snapshot has compiled anew. */
function recompiled(before: FlagSnapshot, now: FlagSnapshot, definitions: Definitions): string[] {
  return [...definitions.flags.keys()].filter((key) => before.evaluator(key) !== now.evaluator(key));
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

describe('The next snapshot', () => {
  const before = snapshotOf(shop);

  it('takes everything over when nothing has changed', () => {
    expect(recompiled(before, snapshotOf(shop, OverrideSet.of([]), before), shop)).toStrictEqual([]);
  });

  it.each<[string, Definitions, OverrideSet, string[]]>([
    ['a flag', withFlag(shop, 'sale', false), OverrideSet.of([]), ['sale']],
    [
      'a flag that others depend on',
      withFlag(shop, 'checkout', false),
      OverrideSet.of([]),
      ['checkout', 'express', 'gift_wrap'],
    ],
    ['the override of such a flag', shop, OverrideSet.of([turned('express', false)]), ['express', 'gift_wrap']],
    ['a segment that nobody refers to', withSegment(shop, 'staff', { include: ['bob'] }), OverrideSet.of([]), []],
    ['a segment of a segment', withSegment(shop, 'gold', { include: ['bob'] }), OverrideSet.of([]), ['search']],
  ])('compiles only what depends on %s that has changed', (_, definitions, overrides, keys) => {
    expect(recompiled(before, snapshotOf(definitions, overrides, before), shop)).toEqual(keys);
  });

  it('of 1,000 flags compiles the one that has changed, and its dependants', () => {
    const flags = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`f${i}`, i % 10 === 0 ? true : after(`f${i - (i % 10)}`)]),
    );
    const many = definitionSet(flags);
    const [one, changed] = [snapshotOf(many), withFlag(many, 'f500', false)];
    const two = snapshotOf(changed, OverrideSet.of([]), one);
    expect(recompiled(one, two, many)).toEqual(Array.from({ length: 10 }, (_, i) => `f${500 + i}`));
    const three = snapshotOf(withFlag(changed, 'f7', true), OverrideSet.of([]), two);
    expect(recompiled(two, three, many)).toEqual(['f7']);
  });

  it('answers by the definitions of its own time', () => {
    const now = snapshotOf(withSegment(shop, 'gold', { include: ['bob'] }), OverrideSet.of([]), before);
    expect([reasonOf(before, 'search'), reasonOf(now, 'search')]).toEqual(['rule_match', 'no_rule_matched']);
    expect([reasonOf(before, 'search', 'bob'), reasonOf(now, 'search', 'bob')]).toEqual([
      'no_rule_matched',
      'rule_match',
    ]);
  });
});

describe('A snapshot that has been replaced', () => {
  it('is forgotten, whichever of its flags are still the same', async () => {
    let definitions = definitionSet({ checkout: share(0), search: share(0), sale: share(0) });
    let snapshot = snapshotOf(definitions);
    const replaced: WeakRef<object>[] = [];
    for (let i = 1; i <= 20; i++) {
      const key = i % 2 === 0 ? 'checkout' : 'search';
      replaced.push(new WeakRef(snapshot.evaluator(key)!));
      definitions = withFlag(definitions, key, share(i));
      snapshot = snapshotOf(definitions, OverrideSet.of([]), snapshot);
    }
    await collectGarbage();
    expect(replaced.filter((evaluator) => evaluator.deref() !== undefined)).toStrictEqual([]);
    expect(snapshot.evaluateAll({})).toHaveLength(3);
  });
});

describe('A flag that depends on another', () => {
  const failed = ['prerequisite_failed', 'prerequisite_failed'];

  it('is off while that is killed by an override, and on again when it is cleared', () => {
    const one = snapshotOf(shop);
    const two = snapshotOf(shop, OverrideSet.of([turned('checkout', false)]), one);
    const three = snapshotOf(shop, OverrideSet.of([]), two);
    expect([one, two, three].map(reasonsOfDependants)).toEqual([
      ['enabled', 'enabled'],
      failed,
      ['enabled', 'enabled'],
    ]);
  });

  it('is undecided while that is deleted, and on again when it is back', () => {
    const one = snapshotOf(shop);
    const two = snapshotOf(withoutFlag(shop, 'checkout'), OverrideSet.of([]), one);
    const three = snapshotOf(shop, OverrideSet.of([]), two);
    expect([one, two, three].map(reasonsOfDependants)).toEqual([
      ['enabled', 'enabled'],
      ['evaluation_error', 'evaluation_error'],
      ['enabled', 'enabled'],
    ]);
  });

  it('follows the override of its user, also of a flag that only overrides know', () => {
    const unknown = withoutFlag(shop, 'checkout');
    for (const [definitions, reason] of [
      [withFlag(shop, 'checkout', false), 'prerequisite_failed'],
      [unknown, 'evaluation_error'],
    ] as const) {
      const snapshot = snapshotOf(definitions, OverrideSet.of([turned('checkout', true, 'ada')]));
      expect([reasonOf(snapshot, 'gift_wrap'), reasonOf(snapshot, 'gift_wrap', 'bob')]).toEqual(['enabled', reason]);
    }
  });

  it('is not asked itself when it has an override', () => {
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

describe('Keys that objects have by themselves', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty'])('such as %s name flags and segments like any other', (key) => {
    const definitions = definitionSet({ [key]: within(key), sale: after(key) }, { [key]: { include: ['ada'] } });
    const snapshot = snapshotOf(definitions);
    expect(reasonOf(snapshot, 'sale')).toBe('enabled');
    expect(reasonOf(snapshot, 'sale', 'bob')).toBe('prerequisite_failed');
    expect(snapshotOf(definitionSet({ sale: after(key) })).evaluator(key)).toBeUndefined();
  });
});
