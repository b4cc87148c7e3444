import type { ExplanationStep } from '../../engine/explanation-step.js';
import type { BucketRange } from '../../engine/targeting/bucket-range.js';
import { quoted } from '../../internal/shown-text.js';

type StepOf<S extends ExplanationStep['step']> = Extract<ExplanationStep, { readonly step: S }>;
type Describe = { readonly [S in ExplanationStep['step']]: (step: StepOf<S>) => string };

const json = (value: unknown): string => JSON.stringify(value) ?? 'missing';
const verdict = (holds: boolean | null): string => (holds === null ? 'undecided' : holds ? 'yes' : 'no');
const group = ({ step, holds }: StepOf<'all' | 'any' | 'not' | 'negate'>): string => `${step}: ${verdict(holds)}`;

const describe: Describe = {
  forced: ({ serve, holds }) => `forced to ${json(serve)}: ${verdict(holds)}`,
  override: ({ serve, unit, holds }) =>
    `override${unit === undefined ? '' : ` of ${quoted(unit, 256)}`} to ${json(serve)}: ${verdict(holds)}`,
  master_switch: ({ enabled }) => `master switch: ${enabled ? 'on' : 'off'}`,
  prerequisite: ({ prerequisite, answer, holds }) =>
    `prerequisite ${json(prerequisite)}${answer === null ? ', which is not defined' : ''}: ${verdict(holds)}`,
  layer: ({ layer, ranges, holds }) => `layer ${quoted(layer, 256)}, ${rangesText(ranges)}: ${verdict(holds)}`,
  rule: ({ id, serve, holds }) => `rule ${quoted(id, 256)}, which serves ${json(serve)}: ${verdict(holds)}`,
  attribute: ({ condition, seen, holds }) => `${json(condition)}, where the value is ${json(seen)}: ${verdict(holds)}`,
  all: group,
  any: group,
  not: group,
  negate: group,
  constant: ({ holds }) => `constant: ${verdict(holds)}`,
  segment: ({ segment, negate = false, listed, holds }) =>
    `${negate ? 'not in ' : ''}segment ${quoted(segment, 128)}${listed === undefined ? '' : `, on its list "${listed}"`}: ${verdict(holds)}`,
  time: ({ window, holds }) => `time window ${json(window)}: ${verdict(holds)}`,
  rollout: ({ percentage, ranges, holds }) =>
    `rollout${percentage === undefined ? '' : ` to ${percentage}%`}, ${rangesText(ranges)}: ${verdict(holds)}`,
  bucket: ({ unit, unitBy, bucket, total, purpose }) =>
    bucket === undefined
      ? `bucket for the ${purpose}: none, because there is no targeting key`
      : `bucket for the ${purpose}: ${bucket} of ${total}, from ${unitBy ?? 'the unit'} ${json(unit)}`,
  allocation: ({ allocation, variants, served }) =>
    `${allocation} ${variants.map(variantText).join(', ')}: ${served === undefined ? 'none' : quoted(served, 256)}`,
  sticky: ({ units, kept, isExcluded }) =>
    `sticky variant of ${units.map((unit) => quoted(unit, 256)).join(', ')}: ${kept === undefined ? 'none' : quoted(kept, 256)}${isExcluded ? ', of an excluded version' : ''}`,
  strategy: ({ type, enabled }) => `type ${type}: ${enabled ? 'on' : 'off'}`,
  external: ({ provider, answer }) =>
    `external provider ${quoted(provider, 256)}: ${answer === null ? 'no answer' : answer.enabled ? 'on' : 'off'}`,
  failure: ({ problem }) => `failure: ${problem}`,
};

/** One step of an explanation in one line. */
export function describeStep(step: ExplanationStep): string {
  const of = describe[step.step] as (step: ExplanationStep) => string; // the table maps each kind to its own function
  return of(step);
}

function rangesText(ranges: readonly BucketRange[]): string {
  return ranges.length === 0 ? 'no buckets' : `buckets ${ranges.map(({ from, to }) => `${from} to ${to}`).join(', ')}`;
}

function variantText({ variant, from, to, score }: StepOf<'allocation'>['variants'][number]): string {
  return `${quoted(variant, 256)} ${score === undefined ? `${from} to ${to}` : `scores ${score}`}`;
}
