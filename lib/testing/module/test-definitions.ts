import type { FlagDefinition } from '../../engine/flag.js';
import type { JsonValue } from '../../engine/json/json-value.js';
import type { TypedFlagDefinitions } from '../../engine/typed-flag-definitions.js';
import type { FlagKey } from '../../engine/typed-flags.js';
import type { OverrideRequest } from '../../manager/overrides/new-override.js';

/**
 * The flags of a test, by key: a definition as in `initialFlags`, or what the flag serves to all users, as in
 * `withFlags`.
 */
export type TestDefinitions = { readonly [K in FlagKey]?: TypedFlagDefinitions[K] | OverrideRequest<K> | undefined };

/** Converts the short forms to definitions: a flag with a single variant or value. */
export function testDefinitions(flags: TestDefinitions): TypedFlagDefinitions {
  return Object.fromEntries(
    Object.entries(flags).flatMap(([key, given]) => (given === undefined ? [] : [[key, definitionOf(given)]])),
  ) as TypedFlagDefinitions; // the module validates them
}

function definitionOf(given: unknown): unknown {
  if (typeof given === 'string') return singleVariant({ name: given });
  if (typeof given !== 'object' || given === null || 'type' in given) return given;
  if ('variant' in given && typeof given.variant === 'string') return singleVariant({ name: given.variant });
  return 'value' in given ? singleVariant({ name: 'value', value: given.value as JsonValue }) : given;
}

function singleVariant(variant: { readonly name: string; readonly value?: JsonValue }): FlagDefinition {
  return { type: 'variant', variants: [{ ...variant, weight: 1 }], defaultVariant: variant.name };
}
