import * as fc from 'fast-check';
import type { JsonValue } from '../../../lib/engine/json/json-value.js';

/** The instant around which everything happens. */
export const NOW = Date.parse('2026-11-27T12:00:00Z');

/** Plans of customers, alike enough to be confused. */
export const PLANS = ['gold', 'silver', 'Gold', 'gold plus'] as const;

/** The variants that flags have. */
export const VARIANTS = ['light', 'dark', 'sepia'] as const;

/** Values that flags serve. */
export const json = fc.constantFrom<JsonValue[]>(true, false, null, 0, '', 'gold', { limit: 5 }, [1, 2]);

type Fields = Record<string, fc.Arbitrary<unknown>>;

/** A record of required and optional properties. */
export function record(required: Fields, optional: Fields = {}): fc.Arbitrary<Record<string, unknown>> {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
}

const percentage = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0, 100, 0.001, 33.333));
const instant = fc.integer({ min: -48, max: 48 }).map((hours) => new Date(NOW + hours * 3_600_000).toISOString());
export const window = fc.tuple(instant, instant, fc.constantFrom('both', 'start', 'end')).map(([one, other, which]) => {
  const [start, end] = one < other ? [one, other] : [other, new Date(Date.parse(one) + 1).toISOString()];
  return which === 'both' ? { start, end } : which === 'start' ? { start } : { end };
});
const progression = fc
  .tuple(percentage, percentage)
  .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
  .map(([from, to]) => [
    { at: '2026-11-27T00:00:00Z', percentage: from },
    { at: '2026-11-28T00:00:00Z', percentage: to },
  ]);
export const share = fc.oneof(
  percentage,
  progression.map((steps) => ({ steps })),
  progression.map((linear) => ({ linear })),
);
const edge = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0.001, 33.333, 99.999));
const ranges = fc
  .uniqueArray(edge, { minLength: 2, maxLength: 6 })
  .map((edges) => edges.toSorted((a, b) => a - b))
  .chain((edges) =>
    fc.shuffledSubarray(
      edges.slice(1).map((to, i) => ({ from: edges[i]!, to })),
      { minLength: 1 },
    ),
  );
/** Which buckets a rollout takes, as its fields; some ranges touch each other. */
export const rolloutShare: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  { weight: 3, arbitrary: record({ percentage: share }) },
  { weight: 1, arbitrary: record({ ranges }) },
  { weight: 1, arbitrary: ranges.map(([first]) => ({ ...first })) },
);
export const bucketed = {
  bucketBy: fc.constantFrom('company', '/address/city'),
  salt: fc.constantFrom('summer', 'winter'),
};
export const bucketer = {
  bucketer: fc.oneof(
    fc.constant('letters'),
    fc.integer({ min: 1, max: 99 }).map((factor) => ({ name: 'letters', parameters: factor })),
  ),
};

/** A rollout with some of these other fields. */
export function rolloutOf(optional: Fields): fc.Arbitrary<Record<string, unknown>> {
  return fc.tuple(rolloutShare, record({}, optional)).map(([fields, others]) => ({ ...fields, ...others }));
}

const comparison: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  record(
    { attribute: fc.constant('plan'), op: fc.constantFrom('equals', 'not_equals'), value: fc.constantFrom(...PLANS) },
    { ignoreCase: fc.boolean() },
  ),
  record({
    attribute: fc.constant('plan'),
    op: fc.constantFrom('in', 'not_in'),
    values: fc.subarray([...PLANS, null, 5], { minLength: 1 }),
  }),
  record(
    {
      attribute: fc.constantFrom('plan', 'tags'),
      op: fc.constantFrom('contains', 'not_contains', 'starts_with', 'not_ends_with'),
      value: fc.constantFrom('g', 'gold', 'plus'),
    },
    { ignoreCase: fc.boolean() },
  ),
  record({
    attribute: fc.constantFrom('age', '/address/floor'),
    op: fc.constantFrom('greater_than', 'not_less_than', 'not_greater_than_or_equal', 'less_than_or_equal'),
    value: fc.integer({ min: 0, max: 4 }),
  }),
  record({
    attribute: fc.constantFrom('age', 'plan'),
    op: fc.constantFrom('greater_than', 'not_greater_than_or_equal', 'less_than'),
    values: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
  }),
  record({
    attribute: fc.constantFrom('plan', 'tags'),
    op: fc.constantFrom('sorts_before', 'not_sorts_after'),
    values: fc.subarray([...PLANS], { minLength: 1 }),
  }),
  record({
    attribute: fc.constantFrom('plan', 'age', '/address/city', 'userId', 'toString'),
    op: fc.constantFrom('exists', 'not_exists'),
  }),
  record({ attribute: fc.constantFrom('plan', 'tags'), op: fc.constant('custom:longer'), value: fc.nat({ max: 6 }) }),
);

/** Comparisons of what a view reads. */
const viewed: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  record({
    as: fc.constant('text'),
    attribute: fc.constantFrom('plan', 'age', 'vip', 'joined'),
    op: fc.constantFrom('in', 'not_in', 'contains', 'not_starts_with', 'custom:longer'),
    value: fc.constantFrom('gold', '3', '5', 'true'),
  }),
  record({
    as: fc.constant('number'),
    attribute: fc.constantFrom('age', 'plan', 'vip', '/address/floor'),
    op: fc.constantFrom('equals', 'not_equals', 'greater_than', 'less_than_or_equal'),
    value: fc.integer({ min: 0, max: 5 }),
  }),
  record({
    as: fc.constant('boolean'),
    attribute: fc.constantFrom('vip', 'plan'),
    op: fc.constantFrom('equals', 'not_in'),
    value: fc.boolean(),
  }),
  record({
    as: fc.constant('instant'),
    attribute: fc.constantFrom('joined', 'age'),
    op: fc.constantFrom('before', 'not_before', 'after', 'not_after'),
    value: instant,
  }),
  record({
    as: fc.constant('list'),
    attribute: fc.constantFrom('groups', 'plan', 'age'),
    op: fc.constantFrom('in', 'not_in', 'contains_all', 'not_contains_all'),
    values: fc.subarray(['gold', 'plus', 3], { minLength: 1 }),
  }),
  record({
    as: fc.constant('list'),
    attribute: fc.constantFrom('groups', 'plan', 'age'),
    op: fc.constantFrom('size', 'size_at_least', 'size_at_most'),
    value: fc.nat({ max: 2 }),
  }),
);

/** The same operator or, if it is not negative already, its negative form. */
function negatable(leaf: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<unknown> {
  return fc
    .tuple(leaf, fc.boolean())
    .map(([each, negate]) => (negate && !String(each['op']).startsWith('not_') ? { ...each, negate } : each));
}

/** Requirements of some flags, including one that is not defined. */
export function prerequisiteOn(flags: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const flag = fc.constantFrom(...flags, 'unheard_of');
  return fc.oneof(
    record({ flag }, { enabled: fc.boolean() }),
    record({ flag, variants: fc.subarray([...VARIANTS], { minLength: 1 }) }),
    record({ flag, value: json }),
  );
}

/** The same as a condition, which may be negated unless it has `enabled`. */
function flagCondition(flags: readonly string[]): fc.Arbitrary<unknown> {
  return prerequisiteOn(flags).chain((each) => ('enabled' in each ? fc.constant(each) : negatable(fc.constant(each))));
}

/** Conditions in trees, on attributes that users of the shop have, and on some segments and flags. */
export function conditionOn(segments: readonly string[], flags: readonly string[]): fc.Arbitrary<unknown> {
  const leaves: fc.Arbitrary<unknown>[] = [
    negatable(comparison),
    negatable(viewed),
    fc.boolean(),
    negatable(record({ time: window })),
    negatable(record({ rollout: rolloutOf({ ...bucketed, ...bucketer }) })),
  ];
  if (segments.length > 0) leaves.push(negatable(record({ segment: fc.constantFrom(...segments) })));
  if (flags.length > 0) leaves.push(flagCondition(flags));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'condition' },
      { weight: 4, arbitrary: fc.oneof(...leaves) },
      {
        weight: 1,
        arbitrary: record({ all: fc.array(tie('tree'), { maxLength: 3, depthIdentifier: 'condition' }) }),
      },
      {
        weight: 1,
        arbitrary: record({ any: fc.array(tie('tree'), { maxLength: 3, depthIdentifier: 'condition' }) }),
      },
      { weight: 1, arbitrary: record({ not: tie('tree') }) },
    ),
  }));
  return tree;
}
