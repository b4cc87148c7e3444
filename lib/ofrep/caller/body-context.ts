import { isText } from '../../internal/text.js';
import { isPlainObject } from '../../internal/options/plain-entries.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import { OfrepRequestError } from '../ofrep-request.error.js';
import { assertDepth } from './context-depth.js';

/** The context that a caller has sent. Nothing in it is trusted. */
export interface BodyContext {
  readonly targetingKey: string | undefined;
  /** All its members except the targeting key. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** @throws {OfrepRequestError} if the body has no context, or one that is invalid */
export function bodyContext({ context }: Readonly<Record<string, unknown>>): BodyContext {
  if (!isPlainObject(context)) throw invalid('The body must have a "context", which is an object.');
  const { targetingKey = '', ...attributes } = context;
  if (targetingKey !== '' && !isText(targetingKey, FlagLimits.targetingKeyLength))
    throw invalid(`The "targetingKey" must be text of up to ${FlagLimits.targetingKeyLength} characters.`);
  assertDepth(attributes);
  return { targetingKey: targetingKey === '' ? undefined : targetingKey, attributes };
}

function invalid(details: string): OfrepRequestError {
  return new OfrepRequestError(400, 'INVALID_CONTEXT', details);
}
