import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { FlagSnapshot } from '../../../lib/manager/reading/flag-snapshot.js';
import { OverrideSet } from '../../../lib/manager/overrides/override-set.js';
import { definitionSet } from '../engine/definition-set.js';
import { LiveSnapshot, services, snapshotOf, turned } from './snapshots.js';

const after = (flag: string) => ({ type: 'boolean', prerequisites: [{ flag }] }) as const;

const shop = definitionSet({
  checkout: true,
  express: after('checkout'),
  gift_wrap: after('express'),
  early: after('not_defined'),
  theme: { type: 'variant', variants: [{ name: 'light', weight: 1 }] },
});
const keys = ['checkout', 'express', 'gift_wrap', 'early', 'theme', 'not_defined', 'unheard_of'];
const contexts = [
  {},
  { userId: 'ada' },
  { userId: 'bob', userAttributes: { company: 'acme' } },
  { userId: 'ada', userAttributes: { company: ['acme', 'shop'] } },
];

/** Everything that a snapshot answers. */
function answersOf(snapshot: FlagSnapshot): unknown {
  return {
    keys: snapshot.keys().toSorted(),
    known: keys.filter((key) => snapshot.evaluator(key) !== undefined),
    answers: keys.map((key) => contexts.map((context) => snapshot.evaluator(key)?.evaluate(context))),
    all: contexts.map((context) => snapshot.evaluateAll(context).toSorted((a, b) => (a.key < b.key ? -1 : 1))),
    explained: contexts.map((context) => snapshot.explain('gift_wrap', context, services).evaluation),
  };
}

const target = fc.constantFrom(
  {},
  { unit: 'ada' },
  { unit: 'bob' },
  { unit: 'acme', unitBy: 'company' },
  { unit: 'shop', unitBy: 'company' },
);
const change = fc.record({
  key: fc.constantFrom(...keys),
  target,
  enabled: fc.option(fc.boolean(), { nil: undefined }),
});

describe('A snapshot whose overrides change', () => {
  it('answers after each change like one that is compiled from scratch', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const live = new LiveSnapshot(shop);
        for (const { key, target: whom, enabled } of changes) {
          const override = { ...turned(key, enabled === true), ...whom };
          if (enabled === undefined) live.clear(override);
          else live.set(override);
          const all = live.overrides.set.all();
          expect(answersOf(live.snapshot)).toEqual(answersOf(snapshotOf(shop, OverrideSet.of(all))));
          live.overrides.set = OverrideSet.of(all, live.overrides.set);
          live.snapshot.applyAllOverrides();
          expect(answersOf(live.snapshot)).toEqual(answersOf(snapshotOf(shop, OverrideSet.of(all))));
        }
      }),
      { numRuns: 150 },
    );
  });
});
