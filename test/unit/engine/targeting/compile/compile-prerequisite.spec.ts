import { describe, expect, it, jest } from '@jest/globals';
import { compileFlag } from '../../../../../lib/engine/compile/compile-flag.js';
import type { FlagContext } from '../../../../../lib/engine/flag-context.js';
import type { FlagEvaluation } from '../../../../../lib/engine/flag-evaluation.js';
import { parseFlag } from '../../../../../lib/engine/parse/parse-flag.js';
import type { Evaluator } from '../../../../../lib/engine/compile/scope.js';
import { scopeOf } from '../../scopes.js';
import { evaluatorOf } from '../../compiled.js';

type Answer = Partial<FlagEvaluation> | undefined;

const on = { enabled: true, value: true, reason: 'enabled' } as const;
const off = { enabled: false, value: false, reason: 'disabled' } as const;
const dark = { enabled: true, variant: 'dark', value: { background: '#000' }, reason: 'variant' } as const;
const darkOff = { ...dark, enabled: false };
const broken = { ...off, reason: 'evaluation_error' } as const;

/** A flag that depends on others with fixed answers. */
function dependent(
  prerequisites: readonly object[],
  answers: Readonly<Record<string, Answer>>,
  rest: object = {},
): Evaluator {
  const flag = parseFlag('express', { type: 'boolean', ...rest, prerequisites });
  const answerOf = (key: string) => () => answers[key] as FlagEvaluation | undefined;
  return evaluatorOf(compileFlag(flag, scopeOf('express', { flag: answerOf })));
}

describe('A prerequisite', () => {
  it.each<[string, object, Answer, boolean]>([
    ['the other flag on, and it is', {}, on, true],
    ['the other flag on, and it is off', {}, off, false],
    ['the other flag on, and nobody defines it', {}, undefined, false],
    ['enabled: true, and it is on', { enabled: true }, on, true],
    ['enabled: false, and it is off', { enabled: false }, off, true],
    ['enabled: false, and it is on', { enabled: false }, on, false],
    ['enabled: false, and nobody defines it', { enabled: false }, undefined, false],
    ['the other flag on, and its strategy fails', {}, broken, false],
    ['enabled: false, and its strategy fails', { enabled: false }, broken, false],
    ['one of some variants, and it serves one', { variants: ['light', 'dark'] }, dark, true],
    ['one of some variants, and it serves another', { variants: ['light'] }, dark, false],
    ['one of some variants, and it serves none', { variants: ['dark'] }, on, false],
    ['one of some variants, and it serves one while it is off', { variants: ['dark'] }, darkOff, false],
    ['a value, and it serves the same', { value: { background: '#000' } }, dark, true],
    ['a value, and it serves another', { value: { background: '#fff' } }, dark, false],
    ['a value, and it serves the same while it is off', { value: { background: '#000' } }, darkOff, false],
    ['the value false, which no flag serves while it is on', { value: false }, off, false],
    ['a value, and nobody defines it', { value: true }, undefined, false],
  ])('requires %s', (_, requirement, answer, holds) => {
    const evaluate = dependent([{ flag: 'checkout', ...requirement }], { checkout: answer });
    const failed =
      answer === undefined || answer.reason === 'evaluation_error' ? 'evaluation_error' : 'prerequisite_failed';
    expect(evaluate({}).reason).toBe(holds ? 'enabled' : failed);
  });

  it('turns the flag off when it fails, and a variant flag serves its default variant', () => {
    expect(dependent([{ flag: 'checkout' }], { checkout: off })({})).toStrictEqual({
      key: 'express',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'prerequisite_failed',
      prerequisite: 'checkout',
    });
    const variants = [
      { name: 'slow', weight: 0 },
      { name: 'fast', weight: 1 },
    ];
    const variant = { type: 'variant', variants, defaultVariant: 'slow' };
    const evaluate = dependent([{ flag: 'checkout' }], { checkout: off }, variant);
    expect(evaluate({ userId: 'ada' })).toMatchObject({ enabled: false, variant: 'slow', value: 'slow' });
  });

  it('is evaluated in the same context', () => {
    const asked = jest.fn((_: FlagContext) => undefined);
    const flag = parseFlag('express', { type: 'boolean', prerequisites: [{ flag: 'checkout' }] });
    const ada = { userId: 'ada' };
    compileFlag(flag, scopeOf('express', { flag: () => asked })).evaluate(ada);
    expect(asked.mock.calls).toEqual([[ada]]);
    expect(asked.mock.calls[0]?.[0]).toBe(ada);
  });
});

describe('Several prerequisites', () => {
  const both = [{ flag: 'checkout' }, { flag: 'search' }];

  it.each<[Answer, Answer, boolean]>([
    [on, on, true],
    [off, on, false],
    [on, off, false],
  ])('must all hold: %j and %j', (checkout, search, enabled) => {
    expect(dependent(both, { checkout, search })({}).enabled).toBe(enabled);
  });

  it('are evaluated in order, up to the first that fails', () => {
    const asked: string[] = [];
    const flag = parseFlag('express', { type: 'boolean', prerequisites: [{ flag: 'checkout' }, { flag: 'search' }] });
    const scope = scopeOf('express', {
      flag: (key) => () => {
        asked.push(key);
        return off as FlagEvaluation;
      },
    });
    expect(compileFlag(flag, scope).evaluate({}).enabled).toBe(false);
    expect(asked).toEqual(['checkout']);
  });

  it.each([
    [[undefined, off], 'prerequisite_failed'],
    [[off, undefined], 'prerequisite_failed'],
    [[undefined, on], 'evaluation_error'],
    [[on, broken], 'evaluation_error'],
  ] as const)('fail when one of them fails, even if others are undecided: %j', ([checkout, search], reason) => {
    const evaluate = dependent([{ flag: 'checkout' }, { flag: 'search' }], { checkout, search });
    expect(evaluate({})).toMatchObject({ enabled: false, reason });
  });

  it.each([
    [[off, off], 'checkout'],
    [[on, off], 'search'],
    [[undefined, off], 'search'],
    [[undefined, broken], 'checkout'],
    [[on, broken], 'search'],
    [[on, on], undefined],
  ] as const)('answering %j are reported by the first that fails, else the first undecided: %s', (answers, named) => {
    const [checkout, search] = answers;
    const evaluate = dependent(both, { checkout, search });
    const answer = evaluate({});
    expect(answer.prerequisite).toBe(named);
    expect(evaluate({ userId: 'ada' })).toBe(answer); // built once
    expect(Object.isFrozen(answer)).toBe(true);
  });

  it('may refer to the same flag, which must then meet all of them', () => {
    const requirements = [
      { flag: 'theme', variants: ['dark', 'light'] },
      { flag: 'theme', value: { background: '#000' } },
    ];
    expect(dependent(requirements, { theme: dark })({}).enabled).toBe(true);
    expect(dependent(requirements, { theme: { ...dark, variant: 'sepia' } })({}).enabled).toBe(false);
  });
});

describe('A condition on a flag', () => {
  it.each<[string, object, Answer, boolean | undefined]>([
    ['the flag to be on', {}, on, true],
    ['the flag to be on, which is off', {}, off, false],
    ['another value', { value: { background: '#fff' } }, dark, false],
    ['a variant', { variants: ['dark', 'light'] }, dark, true],
    ['a variant of a flag that is off', { variants: ['dark'] }, darkOff, false],
    ['a value', { value: { background: '#000' } }, dark, true],
    ['a flag that nobody defines', {}, undefined, undefined],
    ['a flag that fails', { variants: ['dark'] }, broken, undefined],
  ])('holds like a prerequisite that requires %s', (_, requirement, answer, holds) => {
    const when = { flag: 'checkout', ...requirement };
    const ruled = (condition: object) => {
      const rules = [{ when: condition, serve: { value: 'ruled' } }];
      const flag = parseFlag('express', { type: 'boolean', rules, otherwise: false });
      const scope = scopeOf('express', { flag: () => () => answer as FlagEvaluation | undefined });
      return compileFlag(flag, scope).evaluate({});
    };
    const reasons = { true: 'rule_match', false: 'no_rule_matched', undefined: 'evaluation_error' } as const;
    expect(ruled(when).reason).toBe(reasons[`${holds}`]);
    for (const negated of [{ not: when }, { ...when, negate: true }]) {
      expect(ruled(negated).reason).toBe(holds === undefined ? 'evaluation_error' : reasons[`${!holds}`]);
    }
    expect(ruled(when)).not.toHaveProperty('prerequisite');
  });
});

describe('A condition on a flag that must be off', () => {
  it.each([
    [off, 'rule_match'],
    [on, 'no_rule_matched'],
    [broken, 'evaluation_error'],
    [undefined, 'evaluation_error'],
  ] as const)('is decided by the answer %j', (answer, reason) => {
    const rules = [{ when: { flag: 'checkout', enabled: false } }];
    const flag = parseFlag('express', { type: 'boolean', rules, otherwise: false });
    const scope = scopeOf('express', { flag: () => () => answer as FlagEvaluation | undefined });
    expect(compileFlag(flag, scope).evaluate({}).reason).toBe(reason);
  });
});

describe('In the order of decisions, prerequisites', () => {
  const failing = [{ flag: 'checkout' }];
  const rules = [{ serve: true }];
  const layer = { name: 'payment', from: 0, to: 0.001 };

  it('come after the master switch, and before the layer and the rules', () => {
    const flag = { otherwise: false, rules, layer };
    const reasonOf = (answer: Answer, rest: object = {}) =>
      dependent(failing, { checkout: answer }, { ...flag, ...rest })({ userId: 'user-1' }).reason;
    expect(reasonOf(off, { enabled: false })).toBe('disabled');
    expect(reasonOf(off)).toBe('prerequisite_failed');
    expect(reasonOf(on)).toBe('not_in_layer');
    expect(reasonOf(on, { layer: { ...layer, to: 100 } })).toBe('rule_match');
  });
});
