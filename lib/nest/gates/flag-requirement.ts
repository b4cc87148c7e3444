import type { FlagContext } from '../../engine/flag-context.js';
import { ownValue } from '../../engine/attributes/own-fields.js';
import type { FlagKey, FlagVariantOf } from '../../engine/typed-flags.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { gateDecision, type GateReader } from './gate-decision.js';

/**
 * The requirement that opens a gate: a flag that is on, a flag that serves a variant (or one of several), or a
 * combination of requirements.
 *
 * @example
 * 'premium_tier'
 * { flag: 'checkout_theme', variant: ['modern', 'bold'] }
 * { any: ['beta_search', { all: ['search_v2', { not: 'search_freeze' }] }] }
 */
export type FlagRequirement =
  | FlagKey
  | VariantRequirement
  | (Only<'all'> & {
      /** Requirements that must all be met. */
      readonly all: readonly FlagRequirement[];
    })
  | (Only<'any'> & {
      /** The alternatives: at least one of these requirements must be met. */
      readonly any: readonly FlagRequirement[];
    })
  | (Only<'not'> & {
      /** A requirement that must not be met. */
      readonly not: FlagRequirement;
    });

/** A requirement on a variant, typed by the variants of each flag. */
type VariantRequirement = {
  readonly [K in FlagKey]: Only<'variant'> & {
    readonly flag: K;
    readonly variant: FlagVariantOf<K> | readonly FlagVariantOf<K>[];
  };
}[FlagKey];

/** The operators of a requirement, of which exactly one is allowed, so that none can be overlooked. */
type Operator = 'variant' | 'all' | 'any' | 'not';
/** Forbids all operators but one. */
type Only<O extends Operator> = { readonly [Other in Exclude<Operator, O>]?: never };

/**
 * Whether a requirement is met. A flag that is unknown or undecided leaves it undecided, even under `not`. Undecided
 * and malformed requirements are not met.
 */
export function requirementHolds(requirement: FlagRequirement, flags: GateReader, context?: FlagContext): boolean {
  if (typeof requirement === 'string') return flagVerdict(requirement, flags, context) === true; // most gates
  return isRequirement(requirement) && verdict(requirement, flags, context) === true;
}

/**
 * The keys of all flags in a requirement.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) unless it has exactly one operator, over at least one flag
 */
export function flagsOf(requirement: FlagRequirement): string[] {
  if (typeof requirement === 'string') return [requirement];
  if (!isRequirement(requirement)) {
    throw new InvalidOptionsError(
      'A flag requirement must be a key or have exactly one of "variant", "all", "any" and "not"; "all" and "any" ' +
        'need at least one entry. Put several into one "all".',
    );
  }
  if (requirement.variant !== undefined) return [requirement.flag];
  return requirement.not !== undefined ? flagsOf(requirement.not) : listOf(requirement).flatMap(flagsOf);
}

type Combined = Exclude<FlagRequirement, string>;

const MAX_DEPTH = 10;

/**
 * Whether a value is a requirement without members that would be overlooked. A custom guard may return anything, and a
 * different requirement for each call, so this is checked for each call.
 */
function isRequirement(given: unknown, depth = 0): given is FlagRequirement {
  if (typeof given === 'string') return true;
  if (typeof given !== 'object' || given === null || depth > MAX_DEPTH) return false;
  const names = Object.keys(given).filter((name) => ownValue(given, name) !== undefined);
  const [operator, ...others] = names.filter((name) => name !== 'flag');
  if (operator === undefined || others.length > 0) return false;
  const operand = ownValue(given, operator);
  if (operator === 'variant') return typeof ownValue(given, 'flag') === 'string' && isVariants(operand);
  if (names.length !== 1) return false; // "flag" is valid only beside "variant"
  if (operator === 'not') return isRequirement(operand, depth + 1);
  if (operator !== 'all' && operator !== 'any') return false;
  return Array.isArray(operand) && operand.length > 0 && operand.every((each) => isRequirement(each, depth + 1));
}

function isVariants(operand: unknown): boolean {
  const names: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  return names.length > 0 && names.every((name) => typeof name === 'string');
}

function listOf(requirement: Combined): readonly FlagRequirement[] {
  const list: unknown = requirement.all ?? requirement.any;
  return Array.isArray(list) ? list : [];
}

/** Evaluates a requirement; `undefined` if it is undecided. */
function verdict(requirement: FlagRequirement, flags: GateReader, context?: FlagContext): boolean | undefined {
  if (typeof requirement === 'string') return flagVerdict(requirement, flags, context);
  if (requirement.variant !== undefined) return variantVerdict(requirement, flags, context);
  if (requirement.not !== undefined) return negated(verdict(requirement.not, flags, context));
  const verdicts = listOf(requirement).map((each) => verdict(each, flags, context));
  return requirement.all === undefined ? negated(conjunction(verdicts.map(negated))) : conjunction(verdicts);
}

function flagVerdict(key: FlagKey, flags: GateReader, context?: FlagContext): boolean | undefined {
  return gateDecision(flags, key, context)?.enabled;
}

function variantVerdict(
  { flag, variant }: { readonly flag: FlagKey; readonly variant: string | readonly string[] },
  flags: GateReader,
  context?: FlagContext,
): boolean | undefined {
  const served = gateDecision(flags, flag, context);
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
