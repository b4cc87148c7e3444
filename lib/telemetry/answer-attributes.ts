import type { Attributes } from '@opentelemetry/api';
import type { FlagEvaluation } from '../engine/flag-evaluation.js';
import { isFlagKey } from '../engine/flag-key.js';
import type { Flag } from '../engine/flag.js';
import { flagResolution } from '../engine/resolution/flag-resolution.js';
import { Attribute } from './semantic-conventions.js';

/** Stands for keys that no flag can have, which may be of any length and number. No key contains parentheses. */
const INVALID_KEY = '(invalid)';

/**
 * The attributes of an answer that metrics and events share. A flag without variants is reported with its value if it is
 * on or off. A flag without a definition, which an external provider evaluates, may have a text as its variant and as
 * its value; the text may be about the user, and is not reported.
 */
export function answerAttributes(evaluation: FlagEvaluation, flag: Flag | undefined): Attributes {
  const { key } = evaluation;
  const { value, variant, reason, errorCode } = flagResolution(evaluation, flag);
  const isOnlyValue = flag === undefined && variant === value;
  const attributes: Attributes = { [Attribute.Key]: isFlagKey(key) ? key : INVALID_KEY };
  if (variant !== undefined && !isOnlyValue) attributes[Attribute.Variant] = variant;
  else if (typeof value === 'boolean') attributes[Attribute.Value] = value;
  attributes[Attribute.Reason] = reason.toLowerCase();
  if (errorCode !== undefined) attributes[Attribute.ErrorType] = errorCode.toLowerCase();
  return attributes;
}
