import { describe, expect, it, jest } from '@jest/globals';
import { BucketPurpose } from '../../../../../lib/engine/allocation/bucket.js';
import type { ExplanationStep } from '../../../../../lib/engine/explanation-step.js';
import type { FlagContext } from '../../../../../lib/engine/flag-context.js';
import type { Scope } from '../../../../../lib/engine/compile/scope.js';
import { compileCondition } from '../../../../../lib/engine/targeting/compile/compile-condition.js';
import { conditionSchema } from '../../../../../lib/engine/targeting/schema/condition.schema.js';
import { Tracer } from '../../../../../lib/engine/compile/tracer.js';
import { untyped } from '../../compiled.js';
import { scopeOf } from '../../scopes.js';
import { unitsOfBuckets } from '../../units-of-buckets.js';

const ada: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold', country: 'DE', address: { city: 'Köln' } } };
const yes = { attribute: 'plan', op: 'equals', value: 'gold' };
const no = { attribute: 'plan', op: 'equals', value: 'free' };

function holds(condition: unknown, context: FlagContext = ada, parts: Partial<Scope> = {}): boolean | undefined {
  return compileCondition(conditionSchema.parse(condition), scopeOf('sale', parts))(context);
}

/** Operators with fixed answers, and how often each was called. */
function spies() {
  const [affirms, denies] = [jest.fn(() => true), jest.fn(() => false)];
  const extensions = { operators: { affirms: () => affirms, denies: () => denies } };
  const asked = () => [affirms.mock.calls.length, denies.mock.calls.length];
  return { extensions, asked };
}

const affirmed = { attribute: 'plan', op: 'custom:affirms' };
const denied = { attribute: 'plan', op: 'custom:denies' };

describe('A condition', () => {
  it.each<[string, unknown, boolean]>([
    ['true', true, true],
    ['false', false, false],
    ['not true', { not: true }, false],
    ['an empty all', { all: [] }, true],
    ['an empty any', { any: [] }, false],
    ['all with false in it', { all: [yes, false] }, false],
    ['any with true in it', { any: [no, true] }, true],
    ['an attribute that is so', yes, true],
    ['an attribute that is not so', no, false],
    ['an attribute that is missing', { attribute: 'age', op: 'greater_than', value: 18 }, false],
    ['an attribute of an object', { attribute: '/address/city', op: 'equals', value: 'Köln' }, true],
    ['all of one that holds', { all: [yes] }, true],
    ['all of two that hold', { all: [yes, yes] }, true],
    ['all of two of which the first does not hold', { all: [no, yes] }, false],
    ['all of two of which the last does not hold', { all: [yes, no] }, false],
    ['any of one that does not hold', { any: [no] }, false],
    ['any of two of which the first holds', { any: [yes, no] }, true],
    ['any of two of which the last holds', { any: [no, yes] }, true],
    ['any of two that do not hold', { any: [no, no] }, false],
    ['not one that holds', { not: yes }, false],
    ['not one that does not hold', { not: no }, true],
    ['not an attribute that is missing', { not: { attribute: 'age', op: 'greater_than', value: 18 } }, true],
    ['a negated attribute that is so', { ...yes, negate: true }, false],
    ['a negated attribute that is not so', { ...no, negate: true }, true],
    ['a negated attribute that is missing', { attribute: 'age', op: 'equals', value: 18, negate: true }, false],
    [
      'not a negated attribute that is missing',
      { not: { attribute: 'age', op: 'equals', value: 1, negate: true } },
      true,
    ],
    ['a negated window that is open', { time: { start: '1969-01-01T00:00:00Z' }, negate: true }, false],
    ['a negated window that is over', { time: { end: '1969-01-01T00:00:00Z' }, negate: true }, true],
    ['a negated rollout of everyone', { rollout: { percentage: 100 }, negate: true }, false],
    ['a negated rollout of nobody', { rollout: { percentage: 0 }, negate: true }, true],
    ['a negated rollout without a key', { rollout: { percentage: 0, bucketBy: 'company' }, negate: true }, false],
    ['a tree that holds', { all: [{ any: [no, { not: no }] }, { not: { all: [yes, no] } }] }, true],
    ['a tree that does not hold', { all: [{ any: [no, { not: no }] }, { not: { any: [yes, no] } }] }, false],
  ])('has the result of its parts: %s', (_, condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  it('evaluates the segment that it names in the same context', () => {
    const inSegment = jest.fn((context: FlagContext) => context === ada);
    const segment = jest.fn(() => inSegment);
    expect(holds({ segment: 'beta_testers' }, ada, { segment })).toBe(true);
    expect(holds({ not: { segment: 'beta_testers' } }, { userId: 'bob' }, { segment })).toBe(true);
    expect(segment.mock.calls).toEqual([['beta_testers'], ['beta_testers']]);
  });

  it('on time holds from the start until just before the end, by the clock', () => {
    const time = { start: '2026-11-27T00:00:00Z', end: '2026-11-28T00:00:00Z' };
    const at = (instant: string) => holds({ time }, ada, { now: () => Date.parse(instant) });
    expect(['2026-11-26T23:59:59.999Z', '2026-11-27T00:00:00Z', '2026-11-27T23:59:59.999Z'].map(at)).toEqual([
      false,
      true,
      true,
    ]);
    expect(at('2026-11-28T00:00:00Z')).toBe(false);
  });

  it("on time prefers the context's instant to the clock", () => {
    const time = { start: '2026-11-27T00:00:00Z' };
    const clock = { now: () => Date.parse('2026-11-26T00:00:00Z') };
    expect(holds({ time }, { timestamp: new Date('2026-11-27T00:00:00Z') }, clock)).toBe(true);
    expect(holds({ time }, { timestamp: Number.NaN }, clock)).toBe(false);
  });

  it('on a rollout holds for its share of units, by the salt of the flag', () => {
    const [first = '', last = '', next = ''] = unitsOfBuckets('sale', BucketPurpose.Rollout, [0, 24_999, 25_000]);
    const rollout = { percentage: 25 };
    expect([first, last, next].map((userId) => holds({ rollout }, { userId }))).toEqual([true, true, false]);
  });

  it('on a rollout does not hold without a unit, and its opposite does', () => {
    expect(holds({ rollout: { percentage: 99 } }, {})).toBe(false);
    expect(holds({ not: { rollout: { percentage: 99 } } }, {})).toBe(true);
    expect(holds({ rollout: { percentage: 100 } }, {})).toBe(false);
    expect(holds({ not: { rollout: { percentage: 0 } } }, {})).toBe(true);
  });

  it.each([0, 50, 100])('on a rollout of %d %% is undecided for an invalid user id, negated or not', (percentage) => {
    const rollout = { percentage };
    const context = untyped({ userId: {} });
    const conditions = [{ rollout }, { not: { rollout } }, { rollout, negate: true }];
    expect(conditions.map((condition) => holds(condition, context))).toStrictEqual([undefined, undefined, undefined]);
  });
});

describe('A tree of conditions', () => {
  it('evaluates no more conditions than it must', () => {
    const { extensions, asked } = spies();
    expect(holds({ all: [denied, affirmed, affirmed] }, ada, { extensions })).toBe(false);
    expect(asked()).toEqual([0, 1]);
    expect(holds({ any: [affirmed, denied, denied] }, ada, { extensions })).toBe(true);
    expect(asked()).toEqual([1, 1]);
  });

  it('evaluates all conditions for an explanation, with the same result', () => {
    const { extensions, asked } = spies();
    const tracer = new Tracer();
    const condition = { any: [{ all: [denied, affirmed] }, affirmed, denied] };
    expect(holds(condition, ada, { extensions, tracer })).toBe(holds(condition, ada, { extensions }));
    expect(asked()).toEqual([3, 3]);
    const shape = ({ step, steps = [] }: ExplanationStep): unknown => [step, ...steps.map(shape)];
    expect(tracer.take().map(shape)).toEqual([
      ['any', ['all', ['attribute'], ['attribute']], ['attribute'], ['attribute']],
    ]);
  });

  it('with 1,000 conditions is evaluated like any other', () => {
    const plans = Array.from({ length: 998 }, (_, i) => ({ attribute: 'plan', op: 'equals', value: `plan-${i}` }));
    expect(holds({ any: [...plans, yes] })).toBe(true);
    expect(holds({ any: [...plans, no] })).toBe(false);
  });
});
