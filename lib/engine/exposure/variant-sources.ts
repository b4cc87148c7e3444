import type { BucketBy } from '../allocation/targeting-key.js';
import type { Flag } from '../flag.js';
import { EvaluationReason, type FlagEvaluation } from '../flag-evaluation.js';
import { ruleId, type Rule } from '../targeting/rule.js';
import { variantSource, type VariantSource } from './variant-source.js';

/**
 * Determines which answers of a flag expose a unit to a variant or to one side of a rollout, and whose targeting key was
 * bucketed.
 *
 * A unit outside a rollout is exposed as well, as the other side of it. A unit outside the experiment is not: without a
 * targeting key, outside the coverage of the variants or the flag's layer, or while the flag is off.
 */
export class VariantSources {
  readonly #own: { readonly [Reason in EvaluationReason]?: VariantSource | undefined };
  /** The sources of the rules that serve a variant or a rollout, by id. */
  readonly #rules = new Map<string, VariantSource>();
  readonly #exposesOutside: boolean;

  constructor(flag: Flag) {
    const { rules = [] } = flag;
    for (const [index, rule] of rules.entries()) {
      const source = sourceOfRule(flag, rule);
      if (source !== undefined) this.#rules.set(ruleId(rule, index), source);
    }
    this.#exposesOutside = flag.type !== 'variant'; // a variant flag serves units outside its rules' rollouts no variant
    this.#own = { ...sourcesOfType(flag), [EvaluationReason.Override]: this.#sourceOfOverrides(flag) };
  }

  /** Whether no answer of the flag exposes a unit to anything. */
  get isEmpty(): boolean {
    return this.#rules.size === 0 && Object.values(this.#own).every((source) => source === undefined);
  }

  /** The source of an answer; `undefined` if it exposes no unit to a variant or rollout. */
  of({ reason, ruleId: id, variant }: FlagEvaluation): VariantSource | undefined {
    if (id === undefined) {
      return reason === EvaluationReason.Custom && variant === undefined ? undefined : this.#own[reason];
    }
    const isExposed =
      reason === EvaluationReason.RuleMatch || (reason === EvaluationReason.NotInRollout && this.#exposesOutside);
    return isExposed ? this.#rules.get(id) : undefined;
  }

  #sourceOfOverrides(flag: Flag): VariantSource | undefined {
    if (flag.type === 'variant' || flag.type === 'percentage') return variantSource('fixed', flag.bucketBy);
    const [first] = this.#rules.values();
    return first && { ...first, assignment: 'fixed' };
  }
}

function sourcesOfType(flag: Flag): { readonly [Reason in EvaluationReason]?: VariantSource } {
  if (flag.type === 'variant') return { [EvaluationReason.Variant]: variantSource('random', flag.bucketBy) };
  if (flag.type === 'custom') return { [EvaluationReason.Custom]: variantSource('custom', flag.bucketBy) };
  if (flag.type !== 'percentage') return {};
  const rollout = variantSource('random', flag.bucketBy);
  return { [EvaluationReason.PercentageRollout]: rollout, [EvaluationReason.NotInRollout]: rollout };
}

/** A rule draws variants by the key of its split or of the flag; otherwise, its rollout decides, by a key of its own. */
function sourceOfRule(flag: Flag, { serve = true, rollout }: Rule): VariantSource | undefined {
  if (flag.type === 'variant') {
    if (serve === true) return variantSource('random', flag.bucketBy);
    if (typeof serve === 'object' && 'split' in serve) return variantSource('random', serve.bucketBy);
  }
  if (rollout !== undefined) return variantSource('random', rollout.bucketBy);
  const servesVariant = typeof serve === 'object' && 'variant' in serve;
  return servesVariant ? variantSource('fixed', bucketByOf(flag)) : undefined;
}

function bucketByOf(flag: Flag): BucketBy | undefined {
  return 'bucketBy' in flag ? flag.bucketBy : undefined;
}
