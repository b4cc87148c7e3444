import type { Flag } from '../flag.js';
import type { EvaluationReason, FlagEvaluation } from '../flag-evaluation.js';
import type { JsonValue } from '../json/json-value.js';
import { keylessReason, missReason, ruleReason, typeReason } from './answer-reason.js';
import { ResolutionErrorCode } from './resolution-error-code.js';
import { ResolutionReason } from './resolution-reason.js';

/** An evaluation in the terms of OpenFeature. Without a `value`, the caller's default is used. */
export interface FlagResolution {
  /** The value that is served; absent if the caller's default is used. */
  readonly value?: JsonValue | undefined;
  /** The name of the variant that is served; absent if there is none. */
  readonly variant?: string | undefined;
  /** Why the flag has this value. */
  readonly reason: ResolutionReason;
  /** Why the flag could not be resolved; absent unless `reason` is `ERROR`. */
  readonly errorCode?: ResolutionErrorCode | undefined;
  /** The error in words, without any data of the context; absent unless `reason` is `ERROR`. */
  readonly errorMessage?: string | undefined;
}

type ReasonReader = (flag: Flag | undefined, evaluation: FlagEvaluation) => ResolutionReason;
type Resolver = (evaluation: FlagEvaluation, flag: Flag | undefined) => FlagResolution;

const { Default, TargetingMatch, Split } = ResolutionReason;

const KEY_MISSING = failed(
  ResolutionErrorCode.TargetingKeyMissing,
  'The flag needs a targeting key and the context has none.',
);

const RESOLVERS = {
  enabled: served(typeReason),
  disabled: always({ reason: ResolutionReason.Disabled }),
  flag_not_found: failed(ResolutionErrorCode.FlagNotFound, 'No provider defines the flag.'),
  provider_error: failed(
    ResolutionErrorCode.General,
    'A provider that may define the flag has failed, or its definition is invalid.',
  ),
  override: served(() => TargetingMatch),
  percentage_rollout: served(typeReason),
  not_in_rollout: served(missReason),
  no_bucketing_key: (evaluation, flag) =>
    evaluation.value === undefined ? KEY_MISSING(evaluation, flag) : withValue(evaluation, keylessReason, flag),
  user_list: served(() => TargetingMatch),
  not_in_user_list: served(() => Default),
  attribute_match: served(() => TargetingMatch),
  attribute_mismatch: served(() => Default),
  time_window: served(() => TargetingMatch),
  outside_time_window: served(() => Default),
  variant: served(typeReason),
  rule_match: served(ruleReason),
  no_rule_matched: served(typeReason),
  prerequisite_failed: served(() => Default),
  not_in_layer: served(() => Split),
  custom: served(() => TargetingMatch),
  evaluation_error: failed(
    ResolutionErrorCode.General,
    'The flag could not be evaluated: an extension failed, the context cannot be read, or a prerequisite is unknown.',
  ),
  context_failed: failed(ResolutionErrorCode.InvalidContext, 'The context of the request could not be resolved.'),
  type_mismatch: failed(
    ResolutionErrorCode.TypeMismatch,
    'The type of the value differs from that of the default value.',
  ),
} satisfies Record<EvaluationReason, Resolver>;

/**
 * Expresses an evaluation in the terms of OpenFeature.
 *
 * @param flag the definition of the flag, which tells a static answer from a dynamic one; absent if it is undefined
 */
export function flagResolution(evaluation: FlagEvaluation, flag: Flag | undefined): FlagResolution {
  return RESOLVERS[evaluation.reason](evaluation, flag);
}

function served(reasonOf: ReasonReader): Resolver {
  return (evaluation, flag) => withValue(evaluation, reasonOf, flag);
}

function withValue(evaluation: FlagEvaluation, reasonOf: ReasonReader, flag: Flag | undefined): FlagResolution {
  const { value, variant } = evaluation;
  if (value === undefined) return { reason: Default };
  const reason = reasonOf(flag, evaluation);
  return variant === undefined ? { value, reason } : { value, variant, reason };
}

function failed(errorCode: ResolutionErrorCode, errorMessage: string): Resolver {
  return always({ reason: ResolutionReason.Error, errorCode, errorMessage });
}

function always(resolution: FlagResolution): Resolver {
  Object.freeze(resolution);
  return () => resolution;
}
