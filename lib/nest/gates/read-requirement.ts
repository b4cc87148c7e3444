import { assertFlagKey } from '../../engine/flag-key.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import { isArray } from '../../internal/options/array-elements.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { listOption, textOption } from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReader } from '../../internal/options/options-schema.js';
import type { FlagRequirement } from './flag-requirement.js';

const MAX_DEPTH = 10;

/** The members of a requirement in any combination; whether they may be combined is checked afterwards. */
interface Parts {
  readonly flag?: string;
  readonly variant?: string | readonly string[];
  readonly all?: readonly FlagRequirement[];
  readonly any?: readonly FlagRequirement[];
  readonly not?: FlagRequirement;
}

/**
 * Validates a requirement where it is declared, and copies it. A gate with a malformed requirement would be open, or
 * closed to everyone.
 *
 * @param place its name in messages, such as `The requirement of FlagGuard`
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when it is malformed
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when a key is not valid
 */
export function readRequirement(given: unknown, place: string): FlagRequirement {
  return readAt(given, place, 0);
}

function readAt(given: unknown, place: string, depth: number): FlagRequirement {
  if (typeof given === 'string') return readKey(given, place);
  if (depth > MAX_DEPTH) throw new InvalidOptionsError(`${place} is nested deeper than ${MAX_DEPTH} levels.`);
  if (typeof given !== 'object' || given === null || isArray(given)) {
    const hint = typeof given === 'function' ? " Call the function, or put its flag's key here." : '';
    throw new InvalidOptionsError(`${place} must be a flag key or an object; given: ${kindOf(given)}.${hint}`);
  }
  const inner: OptionReader<FlagRequirement> = (value, at) => readAt(value, at, depth + 1);
  const parts = new OptionsSchema<Parts>('a requirement', {
    flag: readKey,
    variant: readVariants,
    all: listOption('requirements', inner),
    any: listOption('requirements', inner),
    not: inner,
  }).read(given);
  return combined(parts, place);
}

function combined({ flag, variant, all, any, not }: Parts, place: string): FlagRequirement {
  if ([variant, all, any, not].filter((part) => part !== undefined).length === 1) {
    if (flag !== undefined && variant !== undefined) return { flag, variant };
    if (flag === undefined) {
      if (all !== undefined && all.length > 0) return { all };
      if (any !== undefined && any.length > 0) return { any };
      if (not !== undefined) return { not };
    }
  }
  throw new InvalidOptionsError(
    `${place} must be a key or have exactly one of "variant" (beside "flag"), "all", "any" and "not"; "all" and "any" ` +
      'need at least one entry. Put several into one "all".',
  );
}

const readKey: OptionReader<string> = (value) => {
  assertFlagKey(value);
  return value;
};

const variantName = textOption(FlagLimits.nameLength);
const variantNames = listOption('variants', variantName, FlagLimits.variants);

const readVariants: OptionReader<string | readonly string[]> = (value, place) => {
  if (!isArray(value)) return variantName(value, place);
  const names = variantNames(value, place);
  if (names.length > 0) return names;
  throw new InvalidOptionsError(`${place} must name at least one variant.`);
};
