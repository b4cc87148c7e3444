import { isOnValue } from '../compile/answers.js';
import { EvaluationReason, type FlagEvaluation } from '../flag-evaluation.js';
import type { JsonValue } from '../json/json-value.js';
import type { FlagResolution } from './flag-resolution.js';
import type { ResolutionErrorCode } from './resolution-error-code.js';
import { ResolutionReason } from './resolution-reason.js';

/** A resolution by any OpenFeature provider; each may have reasons and error codes of its own. */
export type ForeignResolution = Pick<FlagResolution, 'value' | 'variant'> & {
  readonly reason?: string | undefined;
  readonly errorCode?: string | undefined;
};

/** The reasons for a flag that is on and for one that is off. */
interface SwitchReasons {
  readonly on: EvaluationReason;
  readonly off: EvaluationReason;
}

const { Custom, RuleMatch } = EvaluationReason;
const OWN: SwitchReasons = { on: EvaluationReason.Enabled, off: EvaluationReason.NoRuleMatched };
const ELSEWHERE: SwitchReasons = { on: Custom, off: Custom };

const REASONS = {
  STATIC: OWN,
  DEFAULT: OWN,
  TARGETING_MATCH: { on: RuleMatch, off: RuleMatch },
  SPLIT: { on: EvaluationReason.PercentageRollout, off: EvaluationReason.NotInRollout },
  DISABLED: { on: EvaluationReason.Disabled, off: EvaluationReason.Disabled },
  CACHED: ELSEWHERE,
  STALE: ELSEWHERE,
  ERROR: { on: EvaluationReason.ProviderError, off: EvaluationReason.ProviderError },
} satisfies Record<ResolutionReason, SwitchReasons>;

const ERRORS = {
  FLAG_NOT_FOUND: EvaluationReason.FlagNotFound,
  PROVIDER_NOT_READY: EvaluationReason.ProviderError,
  PROVIDER_FATAL: EvaluationReason.ProviderError,
  PARSE_ERROR: EvaluationReason.ProviderError,
  TYPE_MISMATCH: EvaluationReason.TypeMismatch,
  TARGETING_KEY_MISSING: EvaluationReason.NoBucketingKey,
  INVALID_CONTEXT: EvaluationReason.ContextFailed,
  GENERAL: EvaluationReason.ProviderError,
} satisfies Record<ResolutionErrorCode, EvaluationReason>;

const reasons: ReadonlyMap<string, SwitchReasons> = new Map(Object.entries(REASONS));
const errors: ReadonlyMap<string, EvaluationReason> = new Map(Object.entries(ERRORS));

/**
 * Expresses the resolution of an OpenFeature provider as an evaluation. A flag is on unless its value is `false`,
 * `null` or absent. After an error, and for a disabled flag, it is off and has no value, so that the caller's default
 * is returned.
 */
export function evaluationOfResolution(key: string, resolution: ForeignResolution): FlagEvaluation {
  const { value, variant, reason, errorCode } = resolution;
  if (errorCode !== undefined || reason === ResolutionReason.Error)
    return withoutValue(key, errors.get(errorCode ?? '') ?? EvaluationReason.ProviderError);
  if (reason === ResolutionReason.Disabled) return withoutValue(key, EvaluationReason.Disabled);
  const enabled = value !== undefined && isOnValue(value);
  return Object.freeze({ key, enabled, variant, value, reason: decidedReason(reason, value, enabled) });
}

function decidedReason(reason: string | undefined, value: JsonValue | undefined, enabled: boolean): EvaluationReason {
  if (reason === ResolutionReason.Split && typeof value !== 'boolean') return EvaluationReason.Variant;
  const { on, off } = reasons.get(reason ?? '') ?? ELSEWHERE;
  return enabled ? on : off;
}

function withoutValue(key: string, reason: EvaluationReason): FlagEvaluation {
  return Object.freeze({ key, enabled: false, variant: undefined, value: undefined, reason });
}
