import { FlagLimits } from '../../engine/flag-limits.js';
import type { FlagKey, FlagVariantOf } from '../../engine/typed-flags.js';
import { booleanOption, textOption } from '../../internal/options/option-readers.js';
import type { DefaultValue } from '../../manager/reading/matches-default.js';
import { flagParameter } from './flag-parameter.js';

const variantOption = textOption(FlagLimits.nameLength, 0);

/**
 * Injects whether a flag is on for the user of the request: a `boolean`.
 *
 * @example list(@FlagEnabled('beta_search') beta: boolean) {}
 */
export function FlagEnabled(key: FlagKey, defaultEnabled?: boolean): ParameterDecorator {
  if (defaultEnabled !== undefined) booleanOption(defaultEnabled, 'The default of @FlagEnabled');
  return flagParameter((flags, context) => flags.isEnabled(key, context, defaultEnabled), key);
}

/**
 * Injects the variant that the user of the request is served: a `string`, or `undefined` if there is neither a variant
 * nor a default.
 *
 * @example page(@FlagVariant('checkout_theme', 'classic') theme: string) {}
 */
export function FlagVariant<K extends FlagKey>(key: K, defaultVariant?: FlagVariantOf<K>): ParameterDecorator;
export function FlagVariant(key: FlagKey, defaultVariant?: string): ParameterDecorator {
  if (defaultVariant !== undefined) variantOption(defaultVariant, 'The default of @FlagVariant');
  return flagParameter((flags, context) => flags.getVariant(key, defaultVariant, context), key);
}

/**
 * Injects the value that the user of the request is served. It has the type of the default.
 *
 * @example search(@FlagValue('search_page_size', 10) size: number) {}
 */
export function FlagValue<T, K extends FlagKey = FlagKey>(
  key: K,
  defaultValue: DefaultValue<K, T>,
): ParameterDecorator {
  return flagParameter((flags, context) => flags.getValue<T, K>(key, defaultValue, context), key);
}

/** Injects the evaluation details for the user of the request: a {@link FlagEvaluation}. */
export function FlagDetails(key: FlagKey): ParameterDecorator {
  return flagParameter((flags, context) => flags.evaluate(key, context), key);
}

/** Injects the context for which the flags of the request are evaluated: a {@link FlagContext}. */
export function CurrentFlagContext(): ParameterDecorator {
  return flagParameter((_flags, context) => context);
}
