import type { Hook } from '@openfeature/server-sdk';
import { FlagLimits } from '../../engine/flag-limits.js';
import { choiceOption, listOption, option, textOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';

/** The options of {@link FeatureFlagsProvider}. */
export interface FeatureFlagsProviderOptions {
  /**
   * The id or attribute that the `targetingKey` of OpenFeature holds: `userId`, `sessionId`, or what flags name in
   * `bucketBy`, such as `company_id`. @default 'userId'
   */
  readonly targetingKey?: string | undefined;
  /**
   * When the context of the current request is used. `when_empty`: if the OpenFeature context is empty. `merge`: for
   * every attribute that the OpenFeature context does not have, unless the two name different users. `never`: only the
   * OpenFeature context is used. @default 'when_empty'
   */
  readonly requestContext?: 'when_empty' | 'merge' | 'never' | undefined;
  /** Hooks that OpenFeature runs for each evaluation by this provider. @default none */
  readonly hooks?: readonly Hook[] | undefined;
}

/** The options with all defaults. */
export interface ResolvedProviderOptions {
  readonly targetingKey: string;
  readonly requestContext: 'when_empty' | 'merge' | 'never';
  readonly hooks: readonly Hook[];
}

const schema = new OptionsSchema<FeatureFlagsProviderOptions>('FeatureFlagsProvider', {
  targetingKey: textOption(FlagLimits.nameLength),
  requestContext: choiceOption('when_empty', 'merge', 'never'),
  hooks: listOption(
    'hooks',
    option<Hook>((value) => typeof value === 'object' && value !== null, 'must be a hook'),
  ),
});

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the invalid option */
export function resolveProviderOptions(options: FeatureFlagsProviderOptions): ResolvedProviderOptions {
  const { targetingKey = 'userId', requestContext = 'when_empty', hooks = [] } = schema.read(options);
  return Object.freeze({ targetingKey, requestContext, hooks });
}
