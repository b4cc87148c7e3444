import type { FlagKey } from '../../engine/flag-key.js';
import type { JsonValue } from '../../engine/json-value.js';
import { flagParameter } from './flag-parameter.js';

/**
 * Whether the flag is on for the request's user: a `boolean`.
 *
 * @example list(@FlagEnabled('beta_search') beta: boolean) {}
 */
export function FlagEnabled(key: FlagKey, defaultEnabled?: boolean): ParameterDecorator {
  return flagParameter((flags, context) => flags.isEnabled(key, context, defaultEnabled), key);
}

/**
 * The variant that the request's user is served: a `string`, with a default never `undefined`.
 *
 * @example page(@FlagVariant('checkout_theme', 'classic') theme: string) {}
 */
export function FlagVariant(key: FlagKey, defaultVariant?: string): ParameterDecorator {
  return flagParameter((flags, context) => flags.getVariant(key, defaultVariant, context), key);
}

/**
 * The value that the request's user is served, of the default's type.
 *
 * @example search(@FlagValue('search_page_size', 10) size: number) {}
 */
export function FlagValue(key: FlagKey, defaultValue: JsonValue): ParameterDecorator {
  return flagParameter((flags, context) => flags.getValue(key, defaultValue, context), key);
}

/** The whole answer for the request's user: a {@link FlagEvaluation}. */
export function FlagDetails(key: FlagKey): ParameterDecorator {
  return flagParameter((flags, context) => flags.evaluate(key, context), key);
}

/** Whom the request's flags are evaluated for: a {@link FlagContext}. */
export function CurrentFlagContext(): ParameterDecorator {
  return flagParameter((_flags, context) => context);
}
