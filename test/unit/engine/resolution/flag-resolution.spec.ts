import { describe, expect, it } from '@jest/globals';
import { contextFailedAnswer, switchAnswer } from '../../../../lib/engine/compile/answers.js';
import { EvaluationReason, type FlagEvaluation } from '../../../../lib/engine/flag-evaluation.js';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { flagResolution, type FlagResolution } from '../../../../lib/engine/resolution/flag-resolution.js';
import { compiled } from '../compiled.js';

const KEY = 'checkout';
const ADA: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold' } };
const RULE = { id: 'gold', when: { attribute: 'plan', op: 'equals', value: 'gold' } };

const themes = (classic: number, compact: number) => [
  { name: 'classic', weight: classic },
  { name: 'compact', weight: compact },
];

/** The resolution of a definition for a context, with the reason of the evaluation. */
function resolved(definition: unknown, context: FlagContext = ADA): [EvaluationReason, FlagResolution] {
  const evaluation = compiled(KEY, definition)(context);
  return [evaluation.reason, flagResolution(evaluation, parseFlag(KEY, definition))];
}

/** The resolution of an evaluation that no definition gives by itself. */
function resolvedFor(reason: EvaluationReason, rest: Partial<FlagEvaluation> = {}): FlagResolution {
  return flagResolution({ ...switchAnswer(KEY, false, reason), ...rest }, undefined);
}

describe('The OpenFeature resolution of a flag', () => {
  it.each([
    ['for a boolean flag without rules', true, {}, ['enabled', { value: true, reason: 'STATIC' }]],
    [
      'for a boolean flag with `otherwise: false` and no rules',
      { type: 'boolean', otherwise: false },
      {},
      ['no_rule_matched', { value: false, reason: 'STATIC' }],
    ],
    ['at 0%', { type: 'percentage', percentage: 0 }, {}, ['not_in_rollout', { value: false, reason: 'STATIC' }]],
    ['at 100%', { type: 'percentage', percentage: 100 }, {}, ['percentage_rollout', { value: true, reason: 'STATIC' }]],
    [
      'for all buckets in ranges',
      {
        type: 'percentage',
        ranges: [
          { from: 50, to: 100 },
          { from: 0, to: 50 },
        ],
      },
      {},
      ['percentage_rollout', { value: true, reason: 'STATIC' }],
    ],
    [
      'for a single weighted variant',
      { type: 'variant', variants: themes(1, 0) },
      ADA,
      ['variant', { value: 'classic', variant: 'classic', reason: 'STATIC' }],
    ],
    [
      'without a targeting key if the default variant is the only weighted one',
      { type: 'variant', variants: themes(1, 0), defaultVariant: 'classic' },
      {},
      ['no_bucketing_key', { value: 'classic', variant: 'classic', reason: 'STATIC' }],
    ],
  ])('is STATIC %s', (_title, definition, context, expected) => {
    expect(resolved(definition, context)).toStrictEqual(expected);
  });

  it.each([
    ['when no rule matches', { type: 'boolean', otherwise: true, rules: [RULE] }, {}, ['enabled', true]],
    ['when no rule turns it on', { type: 'boolean', otherwise: false, rules: [RULE] }, {}, ['no_rule_matched', false]],
    ['for a user who is not listed', { type: 'user_list', users: ['bob'] }, ADA, ['not_in_user_list', false]],
    [
      'for a user whose attributes differ',
      { type: 'user_attribute', attributes: { plan: 'free' } },
      ADA,
      ['attribute_mismatch', false],
    ],
    ['outside its window', { type: 'time_based', start: '2030-01-01T00:00:00Z' }, ADA, ['outside_time_window', false]],
    [
      'in a partial rollout without a targeting key',
      { type: 'percentage', percentage: 50 },
      {},
      ['no_bucketing_key', false],
    ],
  ])('is DEFAULT %s', (_title, definition, context, [reason, value]) => {
    expect(resolved(definition, context)).toStrictEqual([reason, { value, reason: 'DEFAULT' }]);
  });

  it('is DEFAULT for a single weighted variant when no rule matches', () => {
    const definition = { type: 'variant', variants: themes(1, 0), defaultVariant: 'classic', rules: [RULE] };
    const expected = { value: 'classic', variant: 'classic', reason: 'DEFAULT' };
    expect(resolved(definition, {})).toStrictEqual(['no_bucketing_key', expected]);
    expect(resolved(definition, { userId: 'bob' })).toStrictEqual(['variant', expected]);
  });

  it('is DEFAULT without a targeting key if it could draw another variant than the default', () => {
    const definition = { type: 'variant', variants: themes(1, 1), defaultVariant: 'classic' };
    const expected = { value: 'classic', variant: 'classic', reason: 'DEFAULT' };
    expect(resolved(definition, {})).toStrictEqual(['no_bucketing_key', expected]);
    expect(resolved({ ...definition, variants: themes(0, 1) }, {})).toStrictEqual(['no_bucketing_key', expected]);
  });

  it.each([
    ['for a listed user', { type: 'user_list', users: ['ada'] }, 'user_list'],
    ['for matching attributes', { type: 'user_attribute', attributes: { plan: 'gold' } }, 'attribute_match'],
    ['inside its window', { type: 'time_based', end: '2030-01-01T00:00:00Z' }, 'time_window'],
    ['by a custom strategy', { type: 'custom', strategy: 'everybody' }, 'custom'],
    ['by a rule', { type: 'boolean', otherwise: false, rules: [RULE] }, 'rule_match'],
    [
      'by a rule for all matching users with a key',
      { type: 'boolean', otherwise: false, rules: [{ ...RULE, rollout: { percentage: 100 } }] },
      'rule_match',
    ],
  ])('is TARGETING_MATCH %s', (_title, definition, reason) => {
    expect(resolved(definition)).toStrictEqual([reason, { value: true, reason: 'TARGETING_MATCH' }]);
  });

  it('is TARGETING_MATCH for a variant that a rule names', () => {
    const rules = [{ ...RULE, serve: { variant: 'compact' } }];
    const [reason, resolution] = resolved({ type: 'variant', variants: themes(1, 1), rules });
    expect(reason).toBe('rule_match');
    expect(resolution).toStrictEqual({ value: 'compact', variant: 'compact', reason: 'TARGETING_MATCH' });
  });

  it.each([
    ['inside a partial rollout', { type: 'percentage', percentage: 99.999 }, 'percentage_rollout'],
    ['outside a partial rollout', { type: 'percentage', percentage: 0.001 }, 'not_in_rollout'],
    [
      'at the end of a rollout that grows with time',
      { type: 'percentage', percentage: { steps: [{ at: '1969-01-01T00:00:00Z', percentage: 100 }] } },
      'percentage_rollout',
    ],
    ['for a weighted draw', { type: 'variant', variants: themes(1, 1) }, 'variant'],
    ['for a draw with a coverage', { type: 'variant', variants: themes(1, 0), coverage: 99.999 }, 'variant'],
    [
      'for a rule with a partial rollout',
      { type: 'boolean', otherwise: false, rules: [{ ...RULE, rollout: { percentage: 99.999 } }] },
      'rule_match',
    ],
    [
      'for a rule that ends outside its rollout',
      { type: 'boolean', otherwise: true, rules: [{ ...RULE, rollout: { percentage: 0.001 }, onMiss: 'stop' }] },
      'not_in_rollout',
    ],
    [
      'for a rule that turns a weighted draw on',
      { type: 'variant', variants: themes(1, 1), rules: [{ ...RULE, serve: true }] },
      'rule_match',
    ],
    [
      'for a rule with weights of its own',
      {
        type: 'variant',
        variants: themes(1, 0),
        rules: [
          {
            ...RULE,
            serve: {
              split: [
                { variant: 'classic', weight: 1 },
                { variant: 'compact', weight: 1 },
              ],
            },
          },
        ],
      },
      'rule_match',
    ],
  ])('is SPLIT %s', (_title, definition, expected) => {
    const [reason, resolution] = resolved(definition);
    expect([reason, resolution.reason]).toStrictEqual([expected, 'SPLIT']);
    expect(resolution.value).toBeDefined();
  });

  it('is SPLIT for a flag in a layer', () => {
    const flag = parseFlag(KEY, { type: 'boolean', layer: { name: 'search', from: 0, to: 50 } });
    expect(flagResolution(switchAnswer(KEY, true, 'enabled'), flag)).toStrictEqual({ value: true, reason: 'SPLIT' });
    expect(resolvedFor('not_in_layer')).toStrictEqual({ value: false, reason: 'SPLIT' });
  });

  it('is DEFAULT for a flag with a prerequisite, whether it is met or not', () => {
    const flag = parseFlag(KEY, { type: 'boolean', prerequisites: [{ flag: 'accounts' }] });
    expect(flagResolution(switchAnswer(KEY, true, 'enabled'), flag)).toStrictEqual({ value: true, reason: 'DEFAULT' });
    expect(resolvedFor('prerequisite_failed')).toStrictEqual({ value: false, reason: 'DEFAULT' });
  });

  it('is TARGETING_MATCH for an override, of one user or of all', () => {
    expect(resolvedFor('override')).toStrictEqual({ value: false, reason: 'TARGETING_MATCH' });
  });

  it.each([
    ['a switch', { type: 'boolean', enabled: false }],
    ['a default variant', { type: 'variant', enabled: false, variants: themes(1, 1), defaultVariant: 'classic' }],
  ])('is DISABLED without a value or variant for a disabled flag with %s', (_title, definition) => {
    expect(resolved(definition)).toStrictEqual(['disabled', { reason: 'DISABLED' }]);
  });

  it.each([
    ['variant', {}],
    ['not_in_rollout', { ruleId: 'gold' }],
    ['not_in_layer', {}],
    ['prerequisite_failed', {}],
  ] as const)('is DEFAULT and has no value if the caller’s default is used for %s', (reason, rest) => {
    expect(resolvedFor(reason, { ...rest, value: undefined })).toStrictEqual({ reason: 'DEFAULT' });
  });

  it.each([
    ['flag_not_found', 'FLAG_NOT_FOUND'],
    ['provider_error', 'GENERAL'],
    ['evaluation_error', 'GENERAL'],
    ['type_mismatch', 'TYPE_MISMATCH'],
  ] as const)('is an error without a value for %s', (reason, errorCode) => {
    const { errorMessage, ...resolution } = resolvedFor(reason);
    expect(resolution).toStrictEqual({ reason: 'ERROR', errorCode });
    expect(errorMessage).toMatch(/^[A-Z].+\.$/);
  });

  it('is an error for a context that could not be resolved', () => {
    expect(flagResolution(contextFailedAnswer(KEY), undefined)).toMatchObject({ errorCode: 'INVALID_CONTEXT' });
  });

  it('is an error without a targeting key if there is no default variant', () => {
    const [reason, resolution] = resolved({ type: 'variant', variants: themes(1, 1) }, {});
    expect([reason, resolution.reason, resolution.errorCode]).toStrictEqual([
      'no_bucketing_key',
      'ERROR',
      'TARGETING_KEY_MISSING',
    ]);
    expect(resolution.value).toBeUndefined();
  });

  it('does not claim that an answer is static if the definition is unknown', () => {
    expect(flagResolution(switchAnswer(KEY, true, 'enabled'), undefined).reason).toBe('DEFAULT');
  });
});
