import { describe, expect, it, jest } from '@jest/globals';
import { bucketOf, BucketPurpose, bucketSeed } from '../../../../lib/engine/allocation/bucket.js';
import { compileFlag } from '../../../../lib/engine/compile/compile-flag.js';
import type { CustomStrategy, StrategyTools } from '../../../../lib/engine/extensions.js';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { hostileObjects } from '../hostile-objects.js';
import { scopeOf } from '../scopes.js';
import { evaluatorOf } from '../compiled.js';

const now = Date.parse('2026-11-27T00:00:00Z');

/** A flag that asks a strategy, and what was reported. */
function asking(strategy: unknown, rest: object = {}) {
  const reports: string[] = [];
  const strategies = strategy === undefined ? {} : { lottery: strategy as CustomStrategy };
  const scope = scopeOf('gift', { extensions: { strategies }, now: () => now, report: (text) => reports.push(text) });
  const flag = parseFlag('gift', { type: 'custom', strategy: 'lottery', ...rest });
  return { evaluate: evaluatorOf(compileFlag(flag, scope)), reports };
}

/** What a strategy that always answers this makes of its flag. */
function answered(answer: unknown) {
  const { evaluate, reports } = asking(() => () => answer);
  return { ...evaluate({ userId: 'ada' }), reports };
}

/** The tools that a strategy is given. */
function toolsOf(rest: object = {}): StrategyTools {
  const start = jest.fn((_: unknown, __: StrategyTools) => () => true);
  asking(start, rest);
  return start.mock.calls[0]![1];
}

const failure = (why: string) => `Strategy "lottery" failed for flag "gift", which is off: ${why}`;

describe('A custom strategy', () => {
  it('receives its parameters once, and the context of each evaluation', () => {
    const decide = jest.fn((_: FlagContext) => true);
    const start = jest.fn((_: unknown) => decide);
    const { evaluate } = asking(start, { parameters: { prize: 'book' } });
    const ada = { userId: 'ada' };
    evaluate(ada);
    evaluate({});
    expect(start.mock.calls.map(([parameters]) => parameters)).toEqual([{ prize: 'book' }]);
    expect(decide.mock.calls).toEqual([[ada], [{}]]);
  });

  it.each<[unknown, object]>([
    [true, { enabled: true, value: true }],
    [false, { enabled: false, value: false }],
    [{ enabled: true }, { enabled: true, value: true }],
    [{ enabled: false }, { enabled: false, value: false }],
    [
      { enabled: true, variant: 'book' },
      { enabled: true, variant: 'book', value: 'book' },
    ],
    [
      { enabled: true, variant: 'book', value: { pages: 300 } },
      { enabled: true, variant: 'book', value: { pages: 300 } },
    ],
    [
      { enabled: true, value: 0 },
      { enabled: true, value: 0 },
    ],
    [
      { enabled: true, value: null },
      { enabled: true, value: null },
    ],
    [
      { enabled: false, variant: 'book', value: false },
      { enabled: false, variant: 'book', value: false },
    ],
    [
      { enabled: true, why: 'luck' },
      { enabled: true, value: true },
    ],
  ])('answers %j', (answer, expected) => {
    expect(answered(answer)).toEqual({ key: 'gift', variant: undefined, reason: 'custom', reports: [], ...expected });
  });

  it('returns answers that nobody can change, and keeps its own', () => {
    const value = { pages: 300 };
    const { evaluate } = asking(() => () => ({ enabled: true, value }));
    const answer = evaluate({});
    expect([answer, answer.value].every(Object.isFrozen)).toBe(true);
    expect(Object.isFrozen(value)).toBe(false);
    value.pages = 1;
    expect(answer.value).toEqual({ pages: 300 });
  });

  it('shares its plain answers', () => {
    const { evaluate } = asking(() => (context: FlagContext) => context.userId === 'ada');
    expect(evaluate({ userId: 'ada' })).toBe(evaluate({ userId: 'ada', sessionId: 's-1' }));
    expect(evaluate({})).toBe(evaluate({ userId: 'bob' }));
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    [1],
    ['yes'],
    [{}],
    [[]],
    [[true]],
    [{ enabled: 1 }],
    [{ enabled: true, variant: 7 }],
    [{ enabled: true, variant: null }],
    [{ enabled: true, value: Number.NaN }],
    [{ enabled: true, value: () => 1 }],
    [Promise.resolve(true)],
    [new Map([['enabled', true]])],
  ])('turns the flag off and is reported when it returns %p', (answer) => {
    const why = failure('it must return a boolean or { enabled, variant?, value? }');
    expect(answered(answer)).toEqual({
      key: 'gift',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'evaluation_error',
      reports: [why],
    });
  });

  it('turns the flag off when it is async by mistake, and its rejection does not end the process', () => {
    const rejected = Promise.reject(new Error('ada@shop.example'));
    const caught = jest.spyOn(rejected, 'catch');
    expect(answered(rejected).reason).toBe('evaluation_error');
    expect(asking(() => rejected).evaluate({}).reason).toBe('evaluation_error');
    expect(caught).toHaveBeenCalledTimes(2);
  });

  it.each(Object.entries(hostileObjects))('turns the flag off when it answers %s', (_, make) => {
    const { enabled, reason, reports } = answered(make());
    expect([enabled, reason, reports.length]).toEqual([false, 'evaluation_error', 1]);
  });

  it('turns the flag off when it throws, and its message is not shown', () => {
    const { evaluate, reports } = asking(() => () => {
      throw new RangeError('ada@shop.example');
    });
    expect(evaluate({ userId: 'ada' }).reason).toBe('evaluation_error');
    expect(reports).toEqual([failure('it threw a RangeError')]);
  });

  it('turns the flag off when it cannot start', () => {
    const { evaluate, reports } = asking(() => {
      throw new RangeError('no prizes');
    });
    expect(evaluate({}).reason).toBe('evaluation_error');
    expect(reports).toEqual([failure('it threw a RangeError')]);
  });

  it.each<[string, unknown]>([
    ['not registered', undefined],
    ['one that returns no function', () => true],
  ])('turns the flag off when it is %s', (_, strategy) => {
    const { evaluate, reports } = asking(strategy);
    expect(evaluate({}).reason).toBe('evaluation_error');
    expect(reports).toEqual([failure('it is not registered, or returns no function')]);
  });

  it('is not looked up among the properties of Object.prototype', () => {
    const { evaluate } = asking(undefined, { strategy: 'toString' });
    expect(evaluate({}).reason).toBe('evaluation_error');
  });
});

describe('The tools of a strategy', () => {
  it('provide the flag, the instant and attributes', () => {
    const { key, instantOf, attributeOf } = toolsOf();
    const context = { userId: 'ada', userAttributes: { company: { plan: 'gold' } } };
    expect([key, instantOf({}), instantOf({ timestamp: 5 })]).toEqual(['gift', now, 5]);
    const paths = ['userId', '/company/plan', '/company/size', 'toString'];
    expect(paths.map((path) => attributeOf(context, path))).toEqual(['ada', 'gold', undefined, undefined]);
  });

  it("provide the bucket of the unit, by the flag's key or salt", () => {
    const [gift, summer] = ['gift', 'summer'].map((salt) => bucketOf('ada', bucketSeed(salt, BucketPurpose.Rollout)));
    expect(toolsOf().bucketOf({ userId: 'ada' })).toBe(gift);
    expect(toolsOf({ salt: 'summer', bucketBy: 'friend' }).bucketOf({ userAttributes: { friend: 'ada' } })).toBe(
      summer,
    );
    expect(toolsOf().bucketOf({})).toBeUndefined();
  });
});
