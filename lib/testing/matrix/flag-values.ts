import type { Flag } from '../../engine/flag.js';
import { assertFlagKey } from '../../engine/flag-key.js';
import type { FlagKey } from '../../engine/typed-flags.js';
import { arrayElements } from '../../internal/options/array-elements.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { plainEntries } from '../../internal/options/plain-entries.js';
import { UnknownFlagError } from '../../manager/manager.errors.js';
import type { OverrideRequest } from '../../manager/overrides/new-override.js';
import { testScopes } from '../scope/test-scopes.js';
import { unknownFlagsMessage } from '../unknown-flags-message.js';
import type { FlagValues } from './flag-combinations.js';

/**
 * The flags to combine: their keys, with the values that their definitions can serve, or the values of each flag.
 *
 * @example ['new_checkout', 'checkout_theme']
 * @example { new_checkout: [true, false], search_page_size: [{ value: 10 }, { value: 50 }] }
 */
export type FlagsToCombine = readonly FlagKey[] | { readonly [K in FlagKey]?: readonly OverrideRequest<K>[] };

const MAX_FLAGS = 50;

/** Reads which values of which flags are combined. */
export function valuesOf(given: FlagsToCombine, place: string): FlagValues {
  const { elements: keys } = arrayElements(given, MAX_FLAGS);
  const entries = keys?.map((key) => [readKey(key), undefined] as const) ?? plainEntries(given);
  if (entries === undefined || entries.length === 0 || entries.length > MAX_FLAGS) {
    throw new InvalidOptionsError(
      `${place} must be an array of 1 to ${MAX_FLAGS} flag keys, or an object with an array of values for each key; ` +
        `given: ${kindOf(given)}.`,
    );
  }
  return new Map(
    entries.map(([key, values]) => [key, values === undefined ? definedValues(key) : readValues(key, values, place)]),
  );
}

function readKey(key: unknown): string {
  assertFlagKey(key);
  return key;
}

function readValues(key: string, given: unknown, place: string): readonly unknown[] {
  const { elements = [] } = arrayElements(given, MAX_FLAGS);
  if (elements.length > 0) return elements;
  throw new InvalidOptionsError(`${place} must have an array of 1 to ${MAX_FLAGS} values for "${readKey(key)}".`);
}

/** The answers that the definition of a flag can serve: the variants of a variant flag, and on and off for all other types. */
function definedValues(key: string): readonly unknown[] {
  const definitions = testScopes.managers.definitionsOf(key);
  if (definitions.length === 0) {
    const message = unknownFlagsMessage('flagMatrix combines', [key], testScopes.managers.keys());
    throw new UnknownFlagError(
      `${message} Start the application first, or give the values: { "${key}": [true, false] }`,
    );
  }
  return [...new Set(definitions.flatMap(({ flag }) => servedBy(flag)))];
}

function servedBy(flag: Flag): readonly unknown[] {
  return flag.type === 'variant' ? flag.variants.map(({ name }) => name) : [true, false];
}
