import { bucketOf, BucketPurpose, bucketSeed } from '../../../lib/engine/allocation/bucket.js';
import type { BucketingOptions } from '../../../lib/engine/allocation/bucketer.js';
import type { CoverageOptions } from '../../../lib/engine/allocation/coverage-options.js';
import { compileFlag } from '../../../lib/engine/compile/compile-flag.js';
import type { Definitions } from '../../../lib/engine/definitions.js';
import type { Flag, VariantFlag } from '../../../lib/engine/flag.js';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import type { FlagEvaluation } from '../../../lib/engine/flag-evaluation.js';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import type {
  Condition,
  ConditionLeaf,
  FlagCondition,
  SegmentCondition,
} from '../../../lib/engine/targeting/condition.js';
import type { Prerequisite } from '../../../lib/engine/targeting/prerequisite.js';
import type { BucketRanges } from '../../../lib/engine/targeting/bucket-range.js';
import type { Rollout } from '../../../lib/engine/targeting/rollout.js';
import type { Share } from '../../../lib/engine/time/progression.js';
import { scopeOf } from '../../unit/engine/scopes.js';
import { NOW } from './condition-arbitraries.js';
import { comparisonVerdict } from './naive-comparisons.js';
import { extensions } from './targeting-arbitraries.js';

type Answer = Omit<FlagEvaluation, 'key'>;

/** What flags answer, said as plainly as it can be said: nothing is compiled, kept or shared. For well-formed contexts. */
export class NaiveTargeting {
  constructor(readonly definitions: Definitions) {}

  /** `undefined` when nobody defines the flag. */
  evaluate(key: string, context: FlagContext): Answer | undefined {
    const flag = this.definitions.flags.get(key);
    if (flag === undefined) return undefined;
    if (!flag.enabled) return off(flag, 'disabled');
    const { prerequisites = [] } = flag;
    const verdicts = prerequisites.map((each) => this.#isMet(each, context));
    for (const [verdict, reason] of [
      [false, 'prerequisite_failed'],
      [undefined, 'evaluation_error'],
    ] as const) {
      const prerequisite = prerequisites[verdicts.indexOf(verdict)]?.flag;
      if (prerequisite !== undefined) return { ...off(flag, reason), prerequisite };
    }
    if (flag.layer !== undefined) {
      const bucket = builtInBucket(flag.layer, flag.layer.name, BucketPurpose.Layer, context);
      if (bucket === undefined) return off(flag, 'no_bucketing_key');
      if (!isInRanges(flag.layer, bucket / 1000)) return off(flag, 'not_in_layer');
    }
    for (const [i, rule] of (flag.rules ?? []).entries()) {
      const answer = this.#ruled(flag, rule, rule.id ?? `rule-${i + 1}`, context);
      if (answer !== undefined) return answer;
    }
    return ownAnswer(flag, context);
  }

  #ruled(
    flag: Flag,
    rule: NonNullable<Flag['rules']>[number],
    ruleId: string,
    context: FlagContext,
  ): Answer | undefined {
    const holds = rule.when === undefined || this.#holds(rule.when, flag.key, context);
    if (holds === undefined) return { ...off(flag, 'evaluation_error'), ruleId };
    if (!holds) return undefined;
    const missed = (reason: Answer['reason']) =>
      rule.onMiss === 'stop' ? { ...off(flag, reason), ruleId } : undefined;
    if (rule.rollout !== undefined) {
      const inside = isInside(rule.rollout, flag.key, context);
      if (inside === undefined) return missed('no_bucketing_key');
      if (!inside) return missed('not_in_rollout');
    }
    const { serve = true } = rule;
    const matched = { reason: 'rule_match', ruleId } as const;
    if (serve === false) return { ...off(flag, 'rule_match'), ruleId };
    if (typeof serve === 'object' && 'value' in serve) {
      const { value, enabled = value !== false && value !== null } = serve;
      return { ...matched, enabled, variant: undefined, value };
    }
    if (flag.type !== 'variant') return { ...matched, enabled: true, variant: undefined, value: true };
    if (typeof serve === 'object' && 'variant' in serve) {
      return { ...matched, ...variantOf(flag, serve.variant, serve.enabled !== false) };
    }
    const drawn = ownAnswer(serve === true ? flag : splitOf(flag, serve.split, serve), context);
    return drawn.enabled ? { ...drawn, ...matched } : missed(drawn.reason);
  }

  /** `undefined` when the other flag is unknown or undecided. */
  #isMet({ flag, enabled = true, variants, value }: Prerequisite, context: FlagContext): boolean | undefined {
    const answer = this.evaluate(flag, context);
    if (answer === undefined || answer.reason === 'evaluation_error') return undefined;
    if (variants !== undefined) return answer.enabled && variants.some((each) => each === answer.variant);
    if (value !== undefined) return answer.enabled && JSON.stringify(value) === JSON.stringify(answer.value);
    return answer.enabled === enabled;
  }

  /** `undefined` if this cannot be decided. Anything missing makes it false. */
  #holds(condition: Condition, key: string, context: FlagContext): boolean | undefined {
    if (typeof condition === 'boolean') return condition;
    if ('all' in condition) return every(condition.all.map((each) => this.#holds(each, key, context)));
    if ('any' in condition) return some(condition.any.map((each) => this.#holds(each, key, context)));
    if ('not' in condition) return opposite(this.#holds(condition.not, key, context));
    return this.#leafIs(condition.negate !== true, condition, key, context);
  }

  /** Whether it is known not to hold; anything missing makes this false as well. */
  #fails(condition: Condition, key: string, context: FlagContext): boolean | undefined {
    if (typeof condition === 'boolean') return !condition;
    if ('all' in condition) return some(condition.all.map((each) => this.#fails(each, key, context)));
    if ('any' in condition) return every(condition.any.map((each) => this.#fails(each, key, context)));
    if ('not' in condition) return this.#holds(condition.not, key, context);
    return this.#leafIs(condition.negate === true, condition, key, context);
  }

  #leafIs(wanted: boolean, leaf: ConditionLeaf, key: string, context: FlagContext): boolean | undefined {
    if ('segment' in leaf) return wanted ? this.#isIn(leaf.segment, context) : this.#isOutside(leaf.segment, context);
    if ('flag' in leaf) return wanted ? this.#isMet(leaf, context) : opposite(this.#isMet(leaf, context));
    return plainVerdict(leaf, key, context) === wanted;
  }

  #isIn(key: string, context: FlagContext): boolean | undefined {
    const { attribute, include, exclude, rules = [] } = this.definitions.segments.get(key) ?? {};
    if (isListed(exclude, attribute, context) === true) return false;
    if (isListed(include, attribute, context) === true) return true;
    return some(rules.map((rule) => this.#holds(rule, key, context)));
  }

  #isOutside(key: string, context: FlagContext): boolean | undefined {
    const { attribute, include, exclude, rules = [] } = this.definitions.segments.get(key) ?? {};
    if (isListed(exclude, attribute, context) === true) return true;
    if (isListed(include, attribute, context) !== false) return false;
    return every(rules.map((rule) => this.#fails(rule, key, context)));
  }
}

/** The verdict of a leaf that asks for no other definition, without its `negate`; `undefined` when something is missing. */
function plainVerdict(
  leaf: Exclude<ConditionLeaf, SegmentCondition | FlagCondition>,
  key: string,
  context: FlagContext,
): boolean | undefined {
  if ('rollout' in leaf) return isInside(leaf.rollout, key, context);
  if ('time' in leaf) {
    const { start, end } = leaf.time;
    const at = instantOf(context);
    return (start === undefined || at >= Date.parse(start)) && (end === undefined || at < Date.parse(end));
  }
  return comparisonVerdict(leaf, attributeAt(leaf.attribute, context));
}

/** Whether a list holds the context's key; `undefined` when it has none. */
function isListed(list: readonly string[] = [], attribute = 'userId', context: FlagContext): boolean | undefined {
  if (list.length === 0) return false;
  const seen = attributeAt(attribute, context);
  const units = unitsAt(attribute, context);
  if (units.length === 0 && !(Array.isArray(seen) && seen.length === 0)) return undefined;
  return units.some((unit) => list.includes(unit));
}

function every(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
}

function some(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  return opposite(every(verdicts.map(opposite)));
}

function opposite(verdict: boolean | undefined): boolean | undefined {
  return verdict === undefined ? undefined : !verdict;
}

function instantOf({ timestamp }: FlagContext): number {
  return typeof timestamp === 'number' ? timestamp : NOW;
}

function attributeAt(path: string, { userId, sessionId, userAttributes = {} }: FlagContext): unknown {
  if (path === 'userId') return userId === '' ? undefined : userId;
  if (path === 'sessionId') return sessionId === '' ? undefined : sessionId;
  let value: unknown = userAttributes;
  for (const name of path.startsWith('/') ? path.slice(1).split('/') : [path]) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }
  return value;
}

/** Of a list, each element. */
function unitsAt(path: string, context: FlagContext): string[] {
  return [attributeAt(path, context)].flat().flatMap((value) => unitOfValue(value) ?? []);
}

function unitAt(path: string, context: FlagContext): string | undefined {
  return unitOfValue(attributeAt(path, context));
}

function unitOfValue(value: unknown): string | undefined {
  return value === '' || (typeof value !== 'string' && typeof value !== 'number') ? undefined : String(value);
}

function unitOf({ bucketBy = ['userId', 'sessionId'] }: BucketingOptions, context: FlagContext): string | undefined {
  const paths = typeof bucketBy === 'string' ? [bucketBy] : bucketBy;
  const present = paths.find((path) => ![undefined, null, ''].includes(attributeAt(path, context) as string));
  return present === undefined ? undefined : unitAt(present, context);
}

function builtInBucket(
  bucketed: BucketingOptions,
  salt: string,
  purpose: BucketPurpose,
  context: FlagContext,
): number | undefined {
  const unit = unitOf(bucketed, context);
  return unit === undefined ? undefined : bucketOf(unit, bucketSeed(salt, purpose));
}

/** `undefined` without a targeting key, whatever the percentage. */
function isInside(rollout: Rollout, key: string, context: FlagContext): boolean | undefined {
  const ranges = rangesAt(rollout, instantOf(context));
  const unit = unitOf(rollout, context);
  if (unit === undefined) return undefined;
  if (rollout.bucketer !== undefined) return isInRanges(ranges, (unit.length * factorOf(rollout.bucketer)) % 100);
  const bucket = bucketOf(unit, bucketSeed(rollout.salt ?? key, BucketPurpose.Rollout));
  return isInRanges(ranges, bucket / 1000);
}

/** Each on the scale of percent, the built-in buckets in thousandths: the end of one range is the beginning of the next. */
function isInRanges({ from, to, ranges = [{ from: from!, to: to! }] }: BucketRanges, place: number): boolean {
  return ranges.some((range) => place >= rounded(range.from) && place < rounded(range.to));
}

/** To a built-in bucket. */
function rounded(percentage: number): number {
  return Math.round(percentage * 1000) / 1000;
}

/** What the bucketer "letters" multiplies by. */
function factorOf(bucketer: NonNullable<BucketingOptions['bucketer']>): number {
  return typeof bucketer === 'string' ? 7 : Number(bucketer.parameters);
}

function rangesAt({ percentage, ...ranges }: Rollout, instant: number): BucketRanges {
  return percentage === undefined
    ? (ranges as BucketRanges)
    : { from: 0, to: Math.max(0, percentageAt(percentage, instant)) };
}

function percentageAt(percentage: Share, instant: number): number {
  if (typeof percentage === 'number') return percentage;
  const points = ('steps' in percentage ? percentage.steps : percentage.linear).map(({ at, percentage: share }) => ({
    at: Date.parse(at),
    share,
  }));
  const [first, last] = [points[0]!, points[1]!];
  if (instant < first.at) return 0;
  if (instant >= last.at) return last.share;
  if ('steps' in percentage) return first.share;
  return first.share + ((last.share - first.share) * (instant - first.at)) / (last.at - first.at);
}

function off(flag: Flag, reason: Answer['reason']): Answer {
  if (flag.type !== 'variant') return { enabled: false, variant: undefined, value: false, reason };
  return { ...variantOf(flag, flag.defaultVariant, false), reason };
}

function variantOf(flag: VariantFlag, name: string | undefined, enabled: boolean): Omit<Answer, 'reason'> {
  const variant = flag.variants.find((each) => each.name === name);
  return { enabled, variant: variant?.name, value: variant?.value ?? variant?.name };
}

/** A variant flag of other weights, whose values are those of the flag. */
function splitOf(
  flag: VariantFlag,
  split: readonly { variant: string; weight: number }[],
  { bucketBy, salt, coverage }: CoverageOptions,
): VariantFlag {
  const variants = split.map(({ variant, weight }) => ({
    ...flag.variants.find(({ name }) => name === variant),
    name: variant,
    weight,
  }));
  return { ...flag, bucketBy, salt, coverage, variants, defaultVariant: undefined };
}

/** What a flag without anything in front of it answers: how types decide has tests of its own. */
function ownAnswer(flag: Flag, context: FlagContext): Answer {
  const { rules: _rules, layer: _layer, prerequisites: _prerequisites, ...plain } = flag;
  const scope = scopeOf(flag.key, { now: () => NOW, extensions });
  const { key: _key, ...answer } = compileFlag(parseFlag(flag.key, plain), scope).evaluate(context);
  return answer;
}
