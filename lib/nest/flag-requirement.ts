import type { FlagContext } from '../engine/flag-context.js';
import type { FlagKey } from '../engine/flag-key.js';
import type { FlagEvaluator } from '../manager/flag-evaluator.js';
import { InvalidOptionsError } from '../engine/flag.errors.js';

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
  | (Only<'variant'> & { readonly flag: FlagKey; readonly variant: string | readonly string[] })
  | (Only<'all'> & { readonly all: readonly FlagRequirement[] })
  | (Only<'any'> & { readonly any: readonly FlagRequirement[] })
  | (Only<'not'> & { readonly not: FlagRequirement });

/** One operator at a time: nothing that stands beside it could be overlooked. */
type Operator = 'variant' | 'all' | 'any' | 'not';
type Only<O extends Operator> = { readonly [Other in Exclude<Operator, O>]?: never };

const OPERATORS: readonly Operator[] = ['variant', 'all', 'any', 'not'];

/**
 * Whether the requirement holds. A flag that is unknown or cannot be decided leaves it undecided, `not` included, and what
 * is undecided does not hold; neither does what is not well formed.
 */
export function requirementHolds(requirement: FlagRequirement, flags: FlagEvaluator, context?: FlagContext): boolean {
  return verdict(requirement, flags, context) === true;
}

/**
 * The keys of all flags that a requirement names.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) unless it has exactly one operator, over at least one flag
 */
export function flagsOf(requirement: FlagRequirement): string[] {
  if (typeof requirement === 'string') return [requirement];
  if (!isWellFormed(requirement)) {
    throw new InvalidOptionsError(
      'A requirement of flags must be a key or have exactly one of "variant", "all", "any" and "not"; "all" and "any" ' +
        'need at least one entry. Put several into one "all".',
    );
  }
  if (requirement.variant !== undefined) return [requirement.flag];
  return requirement.not !== undefined ? flagsOf(requirement.not) : listOf(requirement).flatMap(flagsOf);
}

type Combined = Exclude<FlagRequirement, string>;

function isWellFormed(requirement: Combined): boolean {
  const given: unknown = requirement; // of a guard of the application, perhaps in plain JavaScript
  if (typeof given !== 'object' || given === null) return false;
  if (OPERATORS.filter((operator) => requirement[operator] !== undefined).length !== 1) return false;
  return requirement.variant !== undefined || requirement.not !== undefined || listOf(requirement).length > 0;
}

function listOf(requirement: Combined): readonly FlagRequirement[] {
  const list: unknown = requirement.all ?? requirement.any;
  return Array.isArray(list) ? list : [];
}

/** `undefined`: undecided. */
function verdict(requirement: FlagRequirement, flags: FlagEvaluator, context?: FlagContext): boolean | undefined {
  if (typeof requirement === 'string') return flagVerdict(requirement, flags, context);
  if (!isWellFormed(requirement)) return undefined;
  if (requirement.variant !== undefined) return variantVerdict(requirement, flags, context);
  if (requirement.not !== undefined) return negated(verdict(requirement.not, flags, context));
  const verdicts = listOf(requirement).map((each) => verdict(each, flags, context));
  return requirement.all === undefined ? negated(conjunction(verdicts.map(negated))) : conjunction(verdicts);
}

function flagVerdict(key: FlagKey, flags: FlagEvaluator, context?: FlagContext): boolean | undefined {
  return flags.decision(key, context)?.enabled;
}

function variantVerdict(
  { flag, variant }: { readonly flag: FlagKey; readonly variant: string | readonly string[] },
  flags: FlagEvaluator,
  context?: FlagContext,
): boolean | undefined {
  const served = flags.decision(flag, context);
  if (served === undefined) return undefined;
  return served.enabled && served.variant !== undefined && [variant].flat().includes(served.variant);
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function conjunction(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}
