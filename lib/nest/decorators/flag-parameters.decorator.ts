import { FlagLimits } from '../../engine/flag-limits.js';
import type { FlagKey, FlagVariantOf } from '../../engine/typed-flags.js';
import { booleanOption, textOption } from '../../internal/options/option-readers.js';
import type { DefaultValue } from '../../manager/reading/matches-default.js';
import { flagParameter } from './flag-parameter.js';

const variantOption = textOption(FlagLimits.nameLength, 0);

/**
 * Whether the flag is on for the request's user: a `boolean`.
 *
 * @example list(@FlagEnabled('beta_search') beta: boolean) {}
 */
export function FlagEnabled(key: FlagKey, defaultEnabled?: boolean): ParameterDecorator {
  if (defaultEnabled !== undefined) booleanOption(defaultEnabled, 'The default of @FlagEnabled');
  return flagParameter((flags, context) => flags.isEnabled(key, context, defaultEnabled), key);
}

/**
 * The variant that the request's user is served: a `string`, with a default never `undefined`.
 *
 * @example page(@FlagVariant('checkout_theme', 'classic') theme: string) {}
 */
export function FlagVariant<K extends FlagKey>(key: K, defaultVariant?: FlagVariantOf<K>): ParameterDecorator;
export function FlagVariant(key: FlagKey, defaultVariant?: string): ParameterDecorator {
  if (defaultVariant !== undefined) variantOption(defaultVariant, 'The default of @FlagVariant');
  return flagParameter((flags, context) => flags.getVariant(key, defaultVariant, context), key);
}

/**
 * The value that the request's user is served, of the default's type.
 *
 * @example search(@FlagValue('search_page_size', 10) size: number) {}
 */
export function FlagValue<T, K extends FlagKey = FlagKey>(
  key: K,
  defaultValue: DefaultValue<K, T>,
): ParameterDecorator {
  return flagParameter((flags, context) => flags.getValue<T, K>(key, defaultValue, context), key);
}

/** The whole answer for the request's user: a {@link FlagEvaluation}. */
export function FlagDetails(key: FlagKey): ParameterDecorator {
  return flagParameter((flags, context) => flags.evaluate(key, context), key);
}

/** Whom the request's flags are evaluated for: a {@link FlagContext}. */
export function CurrentFlagContext(): ParameterDecorator {
  return flagParameter((_flags, context) => context);
}
