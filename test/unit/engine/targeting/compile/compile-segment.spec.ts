import { describe, expect, it } from '@jest/globals';
import { BucketPurpose } from '../../../../../lib/engine/allocation/bucket.js';
import type { FlagContext } from '../../../../../lib/engine/flag-context.js';
import type { Scope } from '../../../../../lib/engine/compile/scope.js';
import type { Matcher } from '../../../../../lib/engine/targeting/compile/matcher.js';
import { compileSegment } from '../../../../../lib/engine/targeting/compile/compile-segment.js';
import { parseSegment } from '../../../../../lib/engine/targeting/schema/parse-segment.js';
import { Tracer } from '../../../../../lib/engine/compile/tracer.js';
import { hostileObjects } from '../../hostile-objects.js';
import { untyped } from '../../compiled.js';
import { scopeOf } from '../../scopes.js';
import { unitsOfBuckets } from '../../units-of-buckets.js';

const isGold = { attribute: 'plan', op: 'equals', value: 'gold' };
const gold = { plan: 'gold' };

function compiled(definition: unknown, parts: Partial<Scope> = {}): Matcher {
  return compileSegment(parseSegment('vip', definition), scopeOf('vip', parts));
}

describe('A segment', () => {
  const vip = compiled({ include: ['ada', 'bob'], exclude: ['bob', 'cleo'], rules: [isGold] });

  it.each<[string, FlagContext, boolean]>([
    ['included', { userId: 'ada' }, true],
    ['included and excluded', { userId: 'bob' }, false],
    ['excluded, whatever the rules say', { userId: 'cleo', userAttributes: gold }, false],
    ['only meant by a rule', { userId: 'dora', userAttributes: gold }, true],
    ['meant by nothing', { userId: 'dora' }, false],
    ['without an id and meant by a rule', { userAttributes: gold }, true],
    ['without an id and meant by nothing', {}, false],
    ['a session of an included name', { sessionId: 'ada' }, false],
  ])('with lists and rules applies to a user who is %s', (_, context, isIn) => {
    expect(vip(context)).toBe(isIn);
  });

  it('includes nobody when it is empty', () => {
    expect([{}, { userId: 'ada' }].map(compiled({}))).toEqual([false, false]);
  });

  it('includes the users for whom one of its rules holds', () => {
    const segment = compiled({ rules: [isGold, { attribute: 'country', op: 'equals', value: 'DE' }] });
    const attributes = [gold, { country: 'DE' }, { country: 'FR' }];
    expect(attributes.map((userAttributes) => segment({ userAttributes }))).toEqual([true, true, false]);
  });

  it('may list another attribute, and compares its numbers by their digits', () => {
    const segment = compiled({ attribute: '/company/id', include: ['7', 'acme'], exclude: ['8'] });
    const at = (id: unknown) => segment({ userId: '8', userAttributes: { company: { id } } });
    expect([7, '7', 'acme', 8, 'other', '', null, ['7']].map(at)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      true, // of a list, each element counts
    ]);
  });

  it('has its own buckets, by its key', () => {
    const [first, last] = unitsOfBuckets('vip', BucketPurpose.Rollout, [9_999, 10_000]);
    const segment = compiled({ rules: [{ rollout: { percentage: 10 } }] });
    expect([segment({ userId: first }), segment({ userId: last })]).toEqual([true, false]);
  });

  it('may refer to other segments', () => {
    const parts = { segment: (key: string) => (context: FlagContext) => key === 'staff' && context.userId === 'ada' };
    const segment = compiled({ rules: [{ segment: 'partners' }, { segment: 'staff' }] }, parts);
    expect(['ada', 'bob'].map((userId) => segment({ userId }))).toEqual([true, false]);
  });

  it('finds each of 100,000 users', () => {
    const segment = compiled({ include: Array.from({ length: 100_000 }, (_, i) => `user-${i}`) });
    expect(['user-0', 'user-99999', 'user-100000'].map((userId) => segment({ userId }))).toEqual([true, true, false]);
  });

  it('is undecided for a list of bigints with more than 8,192 characters in total', () => {
    const segment = compiled({ attribute: 'groups', include: ['staff'] });
    const of = (groups: unknown[]) => segment({ userAttributes: { groups } });
    expect(of(Array.from({ length: 8 }).fill(10n ** 1023n))).toBe(false);
    expect(of(Array.from({ length: 9 }).fill(10n ** 1023n))).toBeUndefined();
  });

  it.each(Object.entries(hostileObjects))('does not hold %s', (_, make) => {
    for (const context of [
      make(),
      { userId: make() },
      { userAttributes: make() },
      { userAttributes: { plan: make() } },
    ]) {
      expect(vip(untyped(context))).not.toBe(true);
    }
  });

  it('explains which list decided, or its rules', () => {
    const tracer = new Tracer();
    const segment = compiled({ include: ['ada'], exclude: ['bob'], rules: [isGold] }, { tracer });
    for (const userId of ['ada', 'bob', 'cleo']) segment({ userId });
    expect(tracer.take()).toEqual([
      { step: 'segment', segment: 'vip', listed: 'include', holds: true },
      { step: 'segment', segment: 'vip', listed: 'exclude', holds: false },
      {
        step: 'segment',
        segment: 'vip',
        listed: undefined,
        holds: false,
        steps: [{ step: 'attribute', condition: isGold, seen: undefined, holds: false }],
      },
    ]);
  });

  it('excludes a user if one element of a list is excluded, even when another one is included', () => {
    const segment = compiled({ attribute: 'groups', include: ['staff'], exclude: ['banned'], rules: [] });
    const of = (...groups: unknown[]) => segment({ userAttributes: { groups } });
    expect([of('staff'), of('staff', 'banned'), of('guest', 7), of(), of(['staff'])]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
