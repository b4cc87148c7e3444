import type { BucketBy, KeyReader } from '../allocation/targeting-key.js';
import type { Flag } from '../flag.js';
import { EvaluationReason, type FlagEvaluation } from '../flag-evaluation.js';
import { ruleId, type Rule } from '../targeting/rule.js';
import { variantSource, type VariantSource } from './variant-source.js';

/** The sources of a rule's answers: for the units that it matches, and for those outside its rollout. */
interface RuleSources {
  readonly match: VariantSource;
  readonly outside: VariantSource | undefined;
}

type SourcesByReason = { readonly [Reason in EvaluationReason]?: VariantSource | undefined };

/**
 * Determines which answers of a flag expose a unit to a variant or to one side of a rollout, and whose targeting key was
 * bucketed.
 *
 * A unit outside a rollout is exposed as well, as the other side of it. A unit outside the experiment is not: without a
 * targeting key, outside the coverage of the variants or the flag's layer, or while the flag is off.
 */
export class VariantSources {
  readonly #byReason: SourcesByReason;
  /** The sources of the rules that serve a variant or a rollout, by id. */
  readonly #byRule = new Map<string, RuleSources>();
  /** Reads the targeting key of every answer; `undefined` if answers have different keys. */
  readonly commonKeyOf: KeyReader | undefined;

  constructor(flag: Flag) {
    for (const [index, rule] of (flag.rules ?? []).entries()) {
      const sources = sourcesOfRule(flag, rule);
      if (sources !== undefined) this.#byRule.set(ruleId(rule, index), sources);
    }
    this.#byReason = { ...sourcesOfType(flag), [EvaluationReason.Override]: this.#sourceOfOverrides(flag) };
    this.commonKeyOf = commonKeyOf(this.#all());
  }

  /** Whether no answer of the flag exposes a unit to anything. */
  get isEmpty(): boolean {
    return this.#all().length === 0;
  }

  /** The source of an answer; `undefined` if it exposes no unit to a variant or rollout. */
  of({ reason, ruleId: id, variant }: FlagEvaluation): VariantSource | undefined {
    if (id === undefined) {
      return reason === EvaluationReason.Custom && variant === undefined ? undefined : this.#byReason[reason];
    }
    const sources = this.#byRule.get(id);
    if (reason === EvaluationReason.RuleMatch) return sources?.match;
    return reason === EvaluationReason.NotInRollout ? sources?.outside : undefined;
  }

  #all(): VariantSource[] {
    const ofRules = [...this.#byRule.values()].map(({ match }) => match); // those outside have the same key
    return [...Object.values(this.#byReason), ...ofRules].filter((source) => source !== undefined);
  }

  #sourceOfOverrides(flag: Flag): VariantSource | undefined {
    if (flag.type === 'variant' || flag.type === 'percentage') return variantSource('fixed', flag.bucketBy);
    const [first] = this.#byRule.values();
    return first && { ...first.match, assignment: 'fixed' };
  }
}

function sourcesOfType(flag: Flag): SourcesByReason {
  if (flag.type === 'variant') return { [EvaluationReason.Variant]: variantSource('random', flag.bucketBy) };
  if (flag.type === 'custom') return { [EvaluationReason.Custom]: variantSource('custom', flag.bucketBy) };
  if (flag.type !== 'percentage') return {};
  const rollout = variantSource('random', flag.bucketBy);
  return { [EvaluationReason.PercentageRollout]: rollout, [EvaluationReason.NotInRollout]: rollout };
}

/**
 * A rule that draws variants does so by the key of its split or of the flag; who is outside its rollout takes no part.
 * Otherwise, the rollout decides, by a key of its own, between what the rule serves and what is served outside.
 */
function sourcesOfRule(flag: Flag, { serve = true, rollout }: Rule): RuleSources | undefined {
  if (flag.type === 'variant') {
    if (serve === true) return { match: variantSource('random', flag.bucketBy), outside: undefined };
    if (typeof serve === 'object' && 'split' in serve) {
      return { match: variantSource('random', serve.bucketBy), outside: undefined };
    }
  }
  if (rollout !== undefined) {
    const source = variantSource('random', rollout.bucketBy);
    return { match: source, outside: source };
  }
  const servesVariant = typeof serve === 'object' && 'variant' in serve;
  return servesVariant ? { match: variantSource('fixed', bucketByOf(flag)), outside: undefined } : undefined;
}

function bucketByOf(flag: Flag): BucketBy | undefined {
  return 'bucketBy' in flag ? flag.bucketBy : undefined;
}

function commonKeyOf([first, ...others]: readonly VariantSource[]): KeyReader | undefined {
  const paths = JSON.stringify(first?.bucketBy);
  return others.every(({ bucketBy }) => JSON.stringify(bucketBy) === paths) ? first?.keyOf : undefined;
}
