import { describe, expect, it, jest } from '@jest/globals';
import type { ExplanationStep } from '../../../../../lib/engine/explanation-step.js';
import type { FlagContext } from '../../../../../lib/engine/flag-context.js';
import { compileAttributeCondition } from '../../../../../lib/engine/targeting/compile/compile-attribute-condition.js';
import type { Matcher } from '../../../../../lib/engine/targeting/compile/matcher.js';
import type { AttributeCondition } from '../../../../../lib/engine/targeting/condition.js';
import { Tracer } from '../../../../../lib/engine/compile/tracer.js';
import { untyped } from '../../compiled.js';
import { hostileObjects } from '../../hostile-objects.js';
import { scopeOf } from '../../scopes.js';

const hostile = Object.entries(hostileObjects);
const inGermany: AttributeCondition = { attribute: '/address/country', op: 'in', values: ['DE', 'AT'] };

function matcher(condition: AttributeCondition): Matcher {
  return compileAttributeCondition(condition, scopeOf('sale'));
}

function explained(condition: AttributeCondition, context: FlagContext): readonly ExplanationStep[] {
  const tracer = new Tracer();
  compileAttributeCondition(condition, scopeOf('sale', { tracer }))(context);
  return tracer.take();
}

describe('A condition on an attribute', () => {
  it('compares the attribute at its path', () => {
    const matches = matcher(inGermany);
    expect(matches({ userAttributes: { address: { country: 'AT' } } })).toBe(true);
    expect(matches({ userAttributes: { address: { country: 'FR' } } })).toBe(false);
    expect(matches({ userAttributes: { country: 'AT' } })).toBe(false);
  });

  it('compares the context’s own userId', () => {
    const matches = matcher({ attribute: 'userId', op: 'starts_with', value: 'staff-' });
    expect(matches({ userId: 'staff-7' })).toBe(true);
    expect(matches({ userId: 'ada', userAttributes: { userId: 'staff-7' } })).toBe(false);
  });

  it.each(['userId', '/userId', 'sessionId', '/sessionId'])('compares the id at %s as text', (attribute) => {
    const context = untyped({ userId: 42, sessionId: 42 });
    expect(matcher({ attribute, op: 'equals', value: '42' })(context)).toBe(true);
    expect(matcher({ attribute, op: 'not_in', values: [42] })(context)).toBe(false);
  });

  it('reads the attribute once, and no other', () => {
    const asked: string[] = [];
    const userAttributes = new Proxy<Record<string, unknown>>(
      { plan: 'gold', secret: 1 },
      {
        get: (target, name) => {
          asked.push(String(name));
          return target[String(name)];
        },
      },
    );
    expect(matcher({ attribute: 'plan', op: 'not_equals', value: 'silver' })({ userAttributes })).toBe(true);
    expect(asked).toEqual(['plan']);
  });

  it.each([[{}], [{ userAttributes: {} }], [{ userAttributes: { address: {} } }], [{ userAttributes: null }]])(
    'does not hold when the attribute is missing in %j, unless it requires that',
    (context) => {
      expect(matcher(inGermany)(untyped(context))).toBe(false);
      expect(matcher({ ...inGermany, op: 'not_in' })(untyped(context))).toBe(false);
      expect(matcher({ attribute: '/address/country', op: 'exists' })(untyped(context))).toBe(false);
      expect(matcher({ attribute: '/address/country', op: 'not_exists' })(untyped(context))).toBe(true);
    },
  );

  it('does not mistake text for a number or a number for text, unless its view converts them', () => {
    expect(matcher({ attribute: 'age', op: 'equals', value: 18 })({ userAttributes: { age: '18' } })).toBe(false);
    expect(
      matcher({ attribute: 'age', op: 'equals', value: 18, as: 'number' })({ userAttributes: { age: '18' } }),
    ).toBe(true);
  });

  it('holds for an array when it holds for an element, and with a negative operator when it holds for none', () => {
    const tags = { userAttributes: { tags: ['early', 'vip'] } };
    expect(matcher({ attribute: 'tags', op: 'equals', value: 'vip' })(tags)).toBe(true);
    expect(matcher({ attribute: 'tags', op: 'equals', value: 'late' })(tags)).toBe(false);
    expect(matcher({ attribute: 'tags', op: 'not_equals', value: 'vip' })(tags)).toBe(false);
    expect(matcher({ attribute: 'tags', op: 'not_equals', value: 'late' })(tags)).toBe(true);
  });

  it.each(hostile)('holds for no operator when the attribute or the context is %s', (_, make) => {
    for (const op of ['equals', 'not_equals', 'size', 'before', 'not_before'] as const) {
      const matches = matcher({ attribute: 'plan', op, value: op.includes('before') ? '2026-11-27T00:00:00Z' : 2 });
      expect(matches({ userAttributes: { plan: make() } })).not.toBe(true);
      expect(matches(untyped({ userAttributes: make() }))).not.toBe(true);
      expect(matches(untyped(make()))).not.toBe(true);
    }
  });

  it('is undecided when an element of an array throws and no other decides', () => {
    const plan = Object.defineProperty(['silver', 'gold'], 0, {
      get: () => {
        throw new Error('not yet');
      },
    });
    const verdictOf = (op: 'equals' | 'not_equals', value: string) =>
      matcher({ attribute: 'plan', op, value })({ userAttributes: { plan } });
    expect([verdictOf('equals', 'gold'), verdictOf('not_equals', 'gold')]).toEqual([true, false]);
    expect([verdictOf('equals', 'red'), verdictOf('not_equals', 'red')]).toEqual([undefined, undefined]);
  });

  it.each([
    ['the context', () => Promise.resolve({ userAttributes: { plan: 'gold' } })],
    ['the attributes', () => ({ userAttributes: Promise.resolve({ plan: 'gold' }) })],
    ['the attribute', () => ({ userAttributes: { plan: Promise.resolve('gold') } })],
  ])('is undecided when %s is a promise that was not awaited', (_, contextOf) => {
    const context = untyped(contextOf());
    expect(matcher({ attribute: 'plan', op: 'equals', value: 'gold' })(context)).toBeUndefined();
    expect(matcher({ attribute: '/plan', op: 'equals', value: 'gold' })(context)).toBeUndefined();
    expect(matcher({ attribute: 'plan', op: 'not_equals', value: 'gold' })(context)).toBeUndefined();
  });

  it('reports that the attribute cannot be read, with nothing but the kind of error', () => {
    const reports: string[] = [];
    const get = jest.fn(() => {
      throw new RangeError('ada@shop.example');
    });
    const userAttributes = Object.defineProperty({}, 'plan', { get, enumerable: true });
    const condition = { attribute: 'plan', op: 'equals', value: 'gold' } as const;
    compileAttributeCondition(
      condition,
      scopeOf('sale', { report: (problem) => reports.push(problem) }),
    )({
      userAttributes,
    });
    expect(reports).toEqual([
      'The context cannot be read for "sale", which is undecided and counts as off: it threw a RangeError',
    ]);
  });

  describe('that is explained', () => {
    it('shows what it read and whether it holds', () => {
      expect(explained(inGermany, { userAttributes: { address: { country: 'FR' } } })).toEqual([
        { step: 'attribute', condition: inGermany, seen: 'FR', holds: false },
      ]);
      expect(explained({ attribute: 'age', op: 'less_than', value: 18 }, { userAttributes: { age: 7 } })).toEqual([
        { step: 'attribute', condition: { attribute: 'age', op: 'less_than', value: 18 }, seen: 7, holds: true },
      ]);
    });

    it('shows the first twenty of many values, and how many more there are', () => {
      const values = Array.from({ length: 25 }, (_, i) => `country-${i}`);
      const explainedFor = (count: number) => explained({ ...inGermany, values: values.slice(0, count) }, {});
      expect(explainedFor(20)).toMatchObject([{ condition: { values: values.slice(0, 20) } }]);
      expect(explainedFor(25)).toMatchObject([{ condition: { values: [...values.slice(0, 20), '… and 5 more'] } }]);
    });

    it('shows that an attribute is missing', () => {
      expect(explained(inGermany, {})).toEqual([
        { step: 'attribute', condition: inGermany, seen: undefined, holds: false },
      ]);
    });

    it.each(hostile)('does not fail for %s', (_, make) => {
      const [step] = explained(
        { attribute: 'plan', op: 'equals', value: 'gold' },
        { userAttributes: { plan: make() } },
      );
      expect(step).not.toMatchObject({ holds: true });
    });
  });
});
