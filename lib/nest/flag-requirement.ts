import type { FlagContext } from '../engine/flag-context.js';
import { EvaluationReason } from '../engine/flag-evaluation.js';
import type { FlagKey } from '../engine/flag-key.js';
import type { FlagEvaluator } from '../manager/flag-evaluator.js';

/**
 * What must hold for a gate to open: a flag that is on, a flag that serves a variant (or one of several), or several of
 * these together.
 *
 * @example
 * 'premium_tier'
 * { flag: 'checkout_theme', variant: ['modern', 'bold'] }
 * { any: ['beta_search', { all: ['search_v2', { not: 'search_freeze' }] }] }
 */
export type FlagRequirement =
  | FlagKey
  | { readonly flag: FlagKey; readonly variant: string | readonly string[] }
  | { readonly all: readonly FlagRequirement[] }
  | { readonly any: readonly FlagRequirement[] }
  | { readonly not: FlagRequirement };

/**
 * Whether the requirement holds. A flag that nobody knows leaves it open, and what is open does not hold: `not` of an
 * unknown flag denies, too.
 */
export function requirementHolds(requirement: FlagRequirement, flags: FlagEvaluator, context?: FlagContext): boolean {
  return verdict(requirement, flags, context) === true;
}

/** The keys of all flags that a requirement names. */
export function flagsOf(requirement: FlagRequirement): string[] {
  if (typeof requirement === 'string') return [requirement];
  if ('flag' in requirement) return [requirement.flag];
  if ('not' in requirement) return flagsOf(requirement.not);
  return ('all' in requirement ? requirement.all : requirement.any).flatMap(flagsOf);
}

/** `undefined` stands for "open". */
function verdict(requirement: FlagRequirement, flags: FlagEvaluator, context?: FlagContext): boolean | undefined {
  if (typeof requirement === 'string') return flagVerdict(requirement, flags, context);
  if ('flag' in requirement) return variantVerdict(requirement, flags, context);
  if ('not' in requirement) return negated(verdict(requirement.not, flags, context));
  if ('all' in requirement) return conjunction(requirement.all.map((each) => verdict(each, flags, context)));
  return negated(conjunction(requirement.any.map((each) => negated(verdict(each, flags, context)))));
}

function flagVerdict(key: FlagKey, flags: FlagEvaluator, context?: FlagContext): boolean | undefined {
  const { enabled, reason } = flags.evaluate(key, context);
  return enabled || !UNKNOWN.has(reason) ? enabled : undefined;
}

function variantVerdict(
  { flag, variant }: { readonly flag: FlagKey; readonly variant: string | readonly string[] },
  flags: FlagEvaluator,
  context?: FlagContext,
): boolean | undefined {
  const served = flags.evaluate(flag, context);
  if (UNKNOWN.has(served.reason)) return undefined;
  return served.enabled && served.variant !== undefined && [variant].flat().includes(served.variant);
}

const UNKNOWN: ReadonlySet<EvaluationReason> = new Set([EvaluationReason.FlagNotFound, EvaluationReason.ProviderError]);

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function conjunction(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}
