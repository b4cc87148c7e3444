import type { ForcedFlags } from '../engine/forced-flags.js';
import type { FlagOverrideValue } from '../engine/flag-override.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { kindWithoutEntries, plainEntries } from '../internal/options/plain-entries.js';
import { UnknownFlagError } from '../manager/manager.errors.js';
import { assertVariant, type OverrideRequest } from '../manager/overrides/new-override.js';
import { forcedFlags } from '../manager/scope/forced-flags.js';
import { testScopes } from './scope/test-scopes.js';
import { unknownFlagsMessage } from './unknown-flags-message.js';

/**
 * Validates and copies the flags of a test, also against the definitions of the running applications.
 *
 * @param place their name in messages, such as `The flags of withFlags`
 * @param mustBeDefined whether an undefined flag is an error
 */
export function readTestFlags(given: unknown, place: string, mustBeDefined = false): ForcedFlags {
  const entries = plainEntries(given);
  if (entries === undefined) {
    const forms = '{ new_checkout: true, checkout_theme: "modern", page_size: { value: 5 } }';
    throw new InvalidOptionsError(
      `${place} must be a plain object, such as ${forms}; given: ${kindWithoutEntries(given)}.`,
    );
  }
  const requests = entries.filter(([, request]) => request !== undefined);
  const forced = forcedFlags(Object.fromEntries(requests) as Record<string, OverrideRequest>); // which validates them
  for (const [key, serve] of forced) assertServable(key, serve);
  if (mustBeDefined) assertDefined([...forced.keys()], place);
  return forced;
}

/** Rejects a variant that no application which defines the flag has. */
function assertServable(key: string, serve: FlagOverrideValue): void {
  if (!('variant' in serve)) return;
  const { variant } = serve;
  const flags = testScopes.managers.definitionsOf(key).map(({ flag }) => flag);
  if (flags.some((flag) => flag.type === 'variant' && flag.variants.some(({ name }) => name === variant))) return;
  for (const flag of flags) assertVariant(key, flag, variant);
}

function assertDefined(keys: readonly string[], place: string): void {
  const known = testScopes.managers.keys();
  const unknown = keys.filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new UnknownFlagError(unknownFlagsMessage(`${place} include`, unknown, known));
}
