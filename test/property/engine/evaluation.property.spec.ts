import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compileFlag } from '../../../lib/engine/compile/compile-flag.js';
import { compileOverrides } from '../../../lib/engine/compile/compile-override.js';
import { isInformation } from '../../../lib/engine/flag-information.js';
import type { Flag, FlagType } from '../../../lib/engine/flag.js';
import type { EvaluationReason, FlagEvaluation } from '../../../lib/engine/flag-evaluation.js';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import { scopeOf } from '../../unit/engine/scopes.js';
import { evaluatorOf, untyped } from '../../unit/engine/compiled.js';
import { alive, context, definition, information, served } from './shop-arbitraries.js';

const scope = scopeOf('sale', { now: () => 1_795_737_600_000 });

/** The reasons with which each type can answer while it is on, `true` for those that turn it on. */
const reasonsOf = {
  boolean: { enabled: true },
  percentage: { percentage_rollout: true, not_in_rollout: false, no_bucketing_key: false },
  user_list: { user_list: true, not_in_user_list: false },
  user_attribute: { attribute_match: true, attribute_mismatch: false },
  time_based: { time_window: true, outside_time_window: false },
  variant: { variant: true, no_bucketing_key: false },
  custom: {},
} satisfies Record<FlagType, Partial<Record<EvaluationReason, boolean>>>;

describe('Evaluation', () => {
  it("answers for any context without throwing, with a reason of the flag's type", () => {
    fc.assert(
      fc.property(definition, fc.array(context, { minLength: 1, maxLength: 5 }), (input, contexts) => {
        const flag = parseFlag('sale', input);
        const evaluate = evaluatorOf(compileFlag(flag, scope));
        for (const each of contexts) expectAnswer(evaluate(untyped(alive(each))), flag);
      }),
      { numRuns: 4000 },
    );
  });

  it('answers with an override for any context without throwing', () => {
    const override = fc.record(
      {
        serve: served,
        unit: fc.constantFrom('ada', '42'),
        expiresAt: fc.constantFrom('1970-01-01T00:00:00Z', '2100-01-01T00:00:00Z'),
      },
      { requiredKeys: ['serve'] },
    );
    fc.assert(
      fc.property(definition, fc.array(override, { maxLength: 4 }), context, (input, overrides, each) => {
        const flag = parseFlag('sale', input);
        const signed = overrides.map((one) => ({
          ...one,
          key: 'sale',
          actor: 'olga',
          createdAt: '2026-11-01T00:00:00Z',
        }));
        const evaluate = evaluatorOf(compileOverrides(signed, flag, compileFlag(flag, scope), scope).evaluator());
        const answer = evaluate(untyped(alive(each)));
        if (answer.reason !== 'override') expectAnswer(answer, flag);
        else expect({ key: answer.key, frozen: Object.isFrozen(answer) }).toEqual({ key: 'sale', frozen: true });
      }),
      { numRuns: 2000 },
    );
  });

  it('answers the same when it is repeated, and does not change the context', () => {
    const plain = fc.record({
      userId: fc.string(),
      userAttributes: fc.dictionary(fc.constantFrom('plan', 'country'), fc.jsonValue(), { noNullPrototype: true }),
    });
    fc.assert(
      fc.property(definition, plain, (input, each) => {
        const evaluate = evaluatorOf(compileFlag(parseFlag('sale', input), scope));
        const before = structuredClone(each);
        expect(evaluate(each)).toBe(evaluate(structuredClone(each)));
        expect(each).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('answers the same whatever information the definition has', () => {
    const added = fc.record(information, { requiredKeys: [] });
    fc.assert(
      fc.property(definition, added, context, (input, extra, each) => {
        const members = Object.entries(parseFlag('sale', input));
        const deciding = Object.fromEntries(members.filter(([member]) => !isInformation(member)));
        const [plain, informed] = [deciding, { ...deciding, ...extra }].map((one) =>
          evaluatorOf(compileFlag(parseFlag('sale', one), scope)),
        );
        expect(informed?.(untyped(alive(each)))).toStrictEqual(plain?.(untyped(alive(each))));
      }),
      { numRuns: 1000 },
    );
  });
});

function expectAnswer(answer: FlagEvaluation, flag: Flag): void {
  const reasons: Partial<Record<EvaluationReason, boolean>> = {
    ...(flag.enabled ? reasonsOf[flag.type] : { disabled: false }),
    evaluation_error: false, // the context cannot be read
  };
  const variants = flag.type === 'variant' ? flag.variants : [];
  const variant = variants.find(({ name }) => name === answer.variant);
  const plain = flag.type === 'variant' ? undefined : answer.enabled;
  expect(Object.isFrozen(answer)).toBe(true);
  expect(Object.keys(reasons)).toContain(answer.reason);
  expect(answer).toStrictEqual({
    key: 'sale',
    enabled: reasons[answer.reason],
    variant: variant?.name,
    value: variant === undefined ? plain : variant.value === undefined ? variant.name : variant.value,
    reason: answer.reason,
  });
  if (flag.type === 'variant') {
    if (answer.reason === 'variant') expect(variant?.weight).toBeGreaterThan(0);
    else expect(answer.variant).toBe(flag.defaultVariant);
  }
}
