import { describe, expect, it } from '@jest/globals';
import { EvaluationReason, type FlagEvaluation } from '../../lib/engine/flag-evaluation.js';
import type { Flag } from '../../lib/engine/flag.js';
import { parseFlag } from '../../lib/engine/parse/parse-flag.js';
import { evaluationOfResolution } from '../../lib/engine/resolution/evaluation-of-resolution.js';
import { flagResolution, type FlagResolution } from '../../lib/engine/resolution/flag-resolution.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';

const { text } = page('docs/reference/reasons.md');
const when = { attribute: 'plan', op: 'equals', value: 'gold' };
const rules = [
  { id: 'gold', when },
  { id: 'half', rollout: { percentage: 50 } },
];
const layer = { name: 'search', from: 0, to: 50 };
const variants = [{ name: 'classic', weight: 1 }];

/** Definitions that resolve to different reasons of OpenFeature. */
const DEFINITIONS: readonly unknown[] = [
  true,
  { type: 'boolean', otherwise: true, rules },
  { type: 'boolean', layer },
  { type: 'percentage', percentage: 50 },
  { type: 'variant', variants, defaultVariant: 'classic' },
  { type: 'variant', variants, defaultVariant: 'classic', layer },
];

/** The reasons of variant flags that are off, which may have no default variant. */
const MAY_HAVE_NO_VALUE: ReadonlySet<EvaluationReason> = new Set([
  'not_in_rollout',
  'not_in_layer',
  'no_bucketing_key',
  'prerequisite_failed',
]);

/** What evaluations with this reason resolve to, for all kinds of definitions. */
function resolutionsOf(reason: EvaluationReason): FlagResolution[] {
  const flags: Flag[] = DEFINITIONS.map((definition) => parseFlag('checkout', definition));
  const base = { key: 'checkout', enabled: false, variant: undefined, reason };
  const evaluations: FlagEvaluation[] = [
    ...['gold', 'half'].map((ruleId) => ({ ...base, value: false, ...(reason === 'rule_match' ? { ruleId } : {}) })),
    { ...base, value: 'classic', variant: 'classic' },
    ...(MAY_HAVE_NO_VALUE.has(reason) ? [{ ...base, value: undefined }] : []),
  ];
  return evaluations.flatMap((evaluation) => flags.map((flag) => flagResolution(evaluation, flag)));
}

const sorted = (names: Iterable<string>) => [...new Set(names)].toSorted();

describe('The page of reasons', () => {
  it.each(tableRows(text, 'reason'))('names the OpenFeature reasons and the error code of %s', (...row) => {
    const [name = '', , listed = '', code = ''] = row;
    const reason = Object.values(EvaluationReason).find((each) => each === name);
    const resolutions = reason === undefined ? [] : resolutionsOf(reason);
    expect(sorted(listed.split(/, | or /))).toStrictEqual(sorted(resolutions.map((each) => each.reason)));
    expect(code).toBe(resolutions.find(({ errorCode }) => errorCode !== undefined)?.errorCode ?? '');
  });

  it.each(tableRows(text, 'From OpenFeature'))('gives answers with %s the reasons that it lists', (...row) => {
    const [names = '', on, off] = row;
    const errorCode = /with (?:any other code|(\w+))$/.exec(names);
    const values = names.includes('any other flag') ? ['compact', null] : [true, false];
    for (const name of names.split(', ')) {
      const reason = name.split(' ')[0];
      const code = errorCode === null ? {} : { errorCode: errorCode[1] ?? 'GENERAL' };
      const given = values.map((value) => evaluationOfResolution('checkout', { value, reason, ...code }));
      const isOff = on === '';
      expect(given.map((each) => each.reason)).toStrictEqual(isOff ? [off, off] : [on, off]);
      expect(given.map(({ enabled }) => enabled)).toStrictEqual([!isOff, false]);
    }
  });
});
