import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { Flag } from '../../engine/flag.js';
import type { JsonValue } from '../../engine/json/json-value.js';
import { flagResolution } from '../../engine/resolution/flag-resolution.js';
import type { ResolutionErrorCode } from '../../engine/resolution/resolution-error-code.js';
import type { ResolutionReason } from '../../engine/resolution/resolution-reason.js';
import type { OfrepErrorCode, OfrepFailure, OfrepReason, OfrepSuccess } from './ofrep-answers.js';

const REASONS = {
  STATIC: 'STATIC',
  TARGETING_MATCH: 'TARGETING_MATCH',
  SPLIT: 'SPLIT',
  DISABLED: 'DISABLED',
  DEFAULT: 'UNKNOWN',
  CACHED: 'UNKNOWN',
  STALE: 'UNKNOWN',
  ERROR: 'UNKNOWN',
} satisfies Record<ResolutionReason, OfrepReason>;

const ERROR_CODES = {
  FLAG_NOT_FOUND: 'GENERAL',
  PROVIDER_NOT_READY: 'GENERAL',
  PROVIDER_FATAL: 'GENERAL',
  PARSE_ERROR: 'PARSE_ERROR',
  TYPE_MISMATCH: 'GENERAL',
  TARGETING_KEY_MISSING: 'TARGETING_KEY_MISSING',
  INVALID_CONTEXT: 'INVALID_CONTEXT',
  GENERAL: 'GENERAL',
} satisfies Record<ResolutionErrorCode, OfrepErrorCode>;

/** Expresses the evaluation of one flag in the terms of the protocol. */
export function flagAnswer(evaluation: FlagEvaluation, flag: Flag): OfrepSuccess | OfrepFailure {
  const { key } = flag;
  const { value, variant, reason, errorCode, errorMessage } = flagResolution(evaluation, flag);
  const metadata = flag.metadata === undefined ? undefined : { metadata: flag.metadata };
  if (errorCode !== undefined)
    return {
      key,
      errorCode: ERROR_CODES[errorCode],
      errorDetails: errorMessage ?? 'The evaluation failed.',
      ...metadata,
    };
  if (Array.isArray(value)) return { key, errorCode: 'GENERAL', errorDetails: NO_LISTS, ...metadata };
  return {
    key,
    ...(isServed(value) ? { value } : undefined),
    ...(variant === undefined ? undefined : { variant }),
    reason: REASONS[reason],
    ...metadata,
  };
}

const NO_LISTS = 'The value of the flag is a list, which the protocol cannot transfer: wrap it in an object.';

/** Whether a value is sent; the caller's default replaces `null`, which the protocol cannot transfer. */
function isServed(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

/** Whether a flag could not be evaluated. */
export function isFailure(answer: OfrepSuccess | OfrepFailure): answer is OfrepFailure {
  return 'errorCode' in answer;
}
