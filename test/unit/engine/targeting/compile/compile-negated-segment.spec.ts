import { describe, expect, it } from '@jest/globals';
import type { FlagContext } from '../../../../../lib/engine/flag-context.js';
import type { Scope } from '../../../../../lib/engine/compile/scope.js';
import type { Matcher } from '../../../../../lib/engine/targeting/compile/matcher.js';
import { compileNegatedSegment } from '../../../../../lib/engine/targeting/compile/compile-segment.js';
import { parseSegment } from '../../../../../lib/engine/targeting/schema/parse-segment.js';
import { Tracer } from '../../../../../lib/engine/compile/tracer.js';
import { hostileObjects } from '../../hostile-objects.js';
import { untyped } from '../../compiled.js';
import { scopeOf } from '../../scopes.js';

const isGold = { attribute: 'plan', op: 'equals', value: 'gold' };
const isGerman = { attribute: 'country', op: 'equals', value: 'DE' };

function compiled(definition: unknown, parts: Partial<Scope> = {}): Matcher {
  return compileNegatedSegment(parseSegment('vip', definition), scopeOf('vip', parts));
}

/** Whether a user with these attributes is known not to be in a segment with this one rule. */
function outsideOf(rule: unknown, userAttributes: Record<string, unknown>): boolean | undefined {
  return compiled({ rules: [rule] })({ userAttributes });
}

/** Other segments: everyone is known not to be in "staff", and in all others. */
function segment(key: string, negate = false): Matcher {
  return () => (key === 'staff') === negate;
}

describe('A negated segment', () => {
  const lists = compiled({ include: ['ada'], exclude: ['bob'], rules: [isGold] });

  it.each<[string, FlagContext, boolean]>([
    ['an excluded user', { userId: 'bob', userAttributes: { plan: 'gold' } }, true],
    ['an included user', { userId: 'ada', userAttributes: { plan: 'free' } }, false],
    ['a user whom no rule means', { userId: 'cleo', userAttributes: { plan: 'free' } }, true],
    ['a user whom a rule means', { userId: 'cleo', userAttributes: { plan: 'gold' } }, false],
    ['a user without the attribute of a rule', { userId: 'cleo' }, false],
    ['somebody without the key of the lists', { userAttributes: { plan: 'free' } }, false],
    ['nobody in particular', {}, false],
  ])('is decided for %s', (_, context, isOutside) => {
    expect(lists(context)).toBe(isOutside);
  });

  it('needs no key if nobody is included', () => {
    expect(compiled({ exclude: ['bob'], rules: [isGold] })({ userAttributes: { plan: 'free' } })).toBe(true);
    expect(compiled({})({})).toBe(true);
  });

  it('negates each leaf of its rules', () => {
    const all = { all: [isGold, isGerman] };
    expect(outsideOf(all, { country: 'FR' })).toBe(true); // whatever the plan is
    expect(outsideOf(all, { country: 'DE' })).toBe(false);
    const any = { any: [isGold, isGerman] };
    expect(outsideOf(any, { country: 'FR' })).toBe(false);
    expect(outsideOf(any, { country: 'FR', plan: 'free' })).toBe(true);
    expect(outsideOf({ not: isGold }, { plan: 'gold' })).toBe(true);
    expect(outsideOf({ not: isGold }, {})).toBe(false);
    expect(outsideOf({ ...isGold, negate: true }, { plan: 'gold' })).toBe(true);
    expect(outsideOf({ ...isGold, op: 'not_equals' }, { plan: 'gold' })).toBe(true);
    expect(outsideOf({ ...isGold, op: 'not_equals' }, {})).toBe(false);
    expect(outsideOf({ attribute: 'plan', op: 'exists' }, {})).toBe(true);
    expect(outsideOf(true, {})).toBe(false);
    expect(outsideOf(false, {})).toBe(true);
  });

  it('negates the segments that it refers to', () => {
    expect(compiled({ rules: [{ segment: 'staff' }] }, { segment })({})).toBe(true);
    expect(compiled({ rules: [{ segment: 'partners', negate: true }] }, { segment })({})).toBe(true);
    expect(compiled({ rules: [{ segment: 'partners' }] }, { segment })({})).toBe(false);
  });

  it('stays undecided when a rule cannot be decided', () => {
    const thrower = {
      operators: {
        thrower: () => () => {
          throw new Error('ada');
        },
      },
    };
    const rules = [{ attribute: 'plan', op: 'custom:thrower' }];
    expect(compiled({ rules }, { extensions: thrower })({ userAttributes: { plan: 'gold' } })).toBeUndefined();
  });

  it.each(Object.entries(hostileObjects))('does not hold for %s', (_, make) => {
    for (const context of [make(), { userId: make() }, { userAttributes: make() }]) {
      expect(lists(untyped(context))).not.toBe(true);
    }
  });

  it('explains what it evaluates', () => {
    const tracer = new Tracer();
    compiled({ exclude: ['bob'], rules: [{ all: [isGold] }] }, { tracer })({ userAttributes: { plan: 'free' } });
    expect(tracer.take()).toEqual([
      {
        step: 'segment',
        segment: 'vip',
        negate: true,
        listed: undefined,
        holds: true,
        steps: [
          {
            step: 'any',
            holds: true,
            steps: [{ step: 'attribute', condition: { ...isGold, negate: true }, seen: 'free', holds: true }],
          },
        ],
      },
    ]);
  });
});
