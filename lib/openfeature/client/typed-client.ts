import type { Client, EvaluationContext, EvaluationDetails, JsonValue } from '@openfeature/server-sdk';
import { isJsonObject } from '../../engine/json/json-value.js';
import { ResolutionErrorCode } from '../../engine/resolution/resolution-error-code.js';
import type { OpenFeatureFlagType } from './flag-type.js';

/** The part of an OpenFeature client that evaluates flags. */
export type OpenFeatureFlagClient = Pick<
  Client,
  'getBooleanDetails' | 'getStringDetails' | 'getNumberDetails' | 'getObjectDetails'
>;

/** The details of one evaluation; `value` is absent if the flag serves none. */
export interface TypedDetails {
  readonly value?: JsonValue | undefined;
  readonly variant?: string | undefined;
  readonly reason?: string | undefined;
  readonly errorCode?: string | undefined;
}

type Evaluate = (client: OpenFeatureFlagClient, key: string, context: EvaluationContext) => Promise<TypedDetails>;

// Defaults that no flag serves, so that a default that a provider returns is recognized, even if it was serialized.
const NO_VALUE = 'nestjs-feature-flags:no-value';
const NO_NUMBER = Number.MIN_SAFE_INTEGER;

/** Evaluates a flag as each type. */
export const EVALUATE_AS = {
  boolean: async (client, key, context) => checked('boolean', await client.getBooleanDetails(key, false, context)),
  string: async (client, key, context) => checked('string', await client.getStringDetails(key, NO_VALUE, context)),
  number: async (client, key, context) => checked('number', await client.getNumberDetails(key, NO_NUMBER, context)),
  object: async (client, key, context) =>
    checked('object', await client.getObjectDetails(key, { [NO_VALUE]: true }, context)),
} satisfies Record<OpenFeatureFlagType, Evaluate>;

/** Checks the type of a value, because neither the SDK nor every provider does: the text "false" must not open a gate. */
function checked(
  type: OpenFeatureFlagType,
  { value, variant, reason, errorCode }: EvaluationDetails<JsonValue>,
): TypedDetails {
  if (errorCode !== undefined) return { variant, reason, errorCode };
  if (isDefault(value)) return { variant, reason };
  return typeof value === type ? { value, variant, reason } : { errorCode: ResolutionErrorCode.TypeMismatch };
}

function isDefault(value: JsonValue): boolean {
  return value === NO_VALUE || value === NO_NUMBER || (isJsonObject(value) && Object.hasOwn(value, NO_VALUE));
}
