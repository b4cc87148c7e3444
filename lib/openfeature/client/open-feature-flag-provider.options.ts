import type { EvaluationContext } from '@openfeature/server-sdk';
import { attributePathProblem } from '../../engine/attributes/attribute-path.js';
import type { FlagContext } from '../../engine/flag-context.js';
import { FLAG_KEY, assertFlagKey } from '../../engine/flag-key.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import type { Duration } from '../../internal/duration.js';
import { durationOption } from '../../internal/options/duration-option.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { objectOption } from '../../internal/options/object-option.js';
import {
  choiceOption,
  functionOption,
  listOption,
  option,
  recordOption,
  textOption,
} from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReader } from '../../internal/options/options-schema.js';
import { isText } from '../../internal/text.js';
import type { OpenFeatureFlagType } from './flag-type.js';
import type { OpenFeatureFlagClient } from './typed-client.js';

/** The options of an {@link OpenFeatureFlagProvider}. */
export interface OpenFeatureFlagProviderOptions {
  /** The client to ask, such as `OpenFeature.getClient()`, or `getClient('vendor')` for the provider of a domain. */
  readonly client: OpenFeatureFlagClient;
  /** Names the provider in the log, in `status()` and in `explain()`. @default 'openfeature' */
  readonly name?: string | undefined;
  /**
   * The keys to ask for, in addition to those that gates, decorators and handles name; at most 1,000. With their types, as
   * in `{ search_limit: 'number' }`, each flag takes one call from the first evaluation on. @default none
   */
  readonly keys?: readonly string[] | Readonly<Record<string, OpenFeatureFlagType>> | undefined;
  /**
   * The attributes of the context that are sent along with the targeting key, which is the `userId` or else the
   * `sessionId`. @default none
   */
  readonly attributes?: readonly string[] | undefined;
  /**
   * Returns everything that is sent for a context, in place of `attributes`. It must be a pure function of the context.
   * @default the targeting key and the `attributes`
   */
  readonly context?: ((context: FlagContext) => EvaluationContext) | undefined;
  /** How long a request waits for all answers together; 1 ms to 10 minutes. @default '500ms' */
  readonly timeout?: Duration | undefined;
  /**
   * The source of the variant of a flag whose value is text: the `variant` of the evaluation, or its `value`, for a vendor
   * whose variants are numbered. @default 'variant', or the value if there is no variant
   */
  readonly variantFrom?: 'variant' | 'value' | undefined;
}

const OWNER = 'OpenFeatureFlagProvider';
const flagType = choiceOption('boolean', 'string', 'number', 'object');
const listedKeys = listOption<string>('flag keys', (key) => {
  assertFlagKey(key);
  return key;
});
const typedKeys = recordOption<OpenFeatureFlagType>(FLAG_KEY, 'types by flag key', flagType);
const keysOption: OptionReader<readonly string[] | Readonly<Record<string, OpenFeatureFlagType>>> = (value, place) =>
  Array.isArray(value) ? listedKeys(value, place) : typedKeys(value, place);

const attributeName = option<string>(
  (name) => isText(name, FlagLimits.nameLength) && name !== 'targetingKey' && attributePathProblem(name) === undefined,
  'must be the name of an attribute other than "targetingKey"',
);

const schema = new OptionsSchema<OpenFeatureFlagProviderOptions>(
  OWNER,
  {
    client: objectOption<OpenFeatureFlagClient>({
      what: 'an OpenFeature client',
      methods: ['getBooleanDetails', 'getStringDetails', 'getNumberDetails', 'getObjectDetails'],
      remedy: 'Use OpenFeature.getClient() from "@openfeature/server-sdk"',
    }),
    name: textOption(FlagLimits.nameLength),
    keys: keysOption,
    attributes: listOption('names of attributes', attributeName, 100),
    context: functionOption(),
    timeout: durationOption('1ms', '10m'),
    variantFrom: choiceOption('variant', 'value'),
  },
  { required: ['client'] },
);

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
export function readProviderOptions(given: unknown): OpenFeatureFlagProviderOptions {
  const options = schema.read(given);
  if (options.attributes === undefined || options.context === undefined) return options;
  throw new InvalidOptionsError(`${OWNER} has both "attributes" and "context": give only one of them.`);
}
