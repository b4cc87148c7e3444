import type { VariantAssignment } from '../../engine/exposure/variant-source.js';
import type { EvaluationReason } from '../../engine/flag-evaluation.js';

/** The `trackingEventName` of every exposure. Names with this prefix are reserved. */
export const EXPOSURE_NAME = 'feature_flag.exposure';
export const RESERVED_PREFIX = 'feature_flag.';

/** The members of every event. */
interface UnitEvent {
  /** ISO 8601, in UTC, by the clock of the manager. */
  readonly timestamp: string;
  /** The unit: the value that was bucketed, or its HMAC with `hashSecret`. */
  readonly targetingKey: string;
  /** The path of the attribute that is the targeting key, such as `userId`. */
  readonly targetingKeyPath: string;
}

/** A unit was served a variant, or one side of a rollout. Frozen. It contains no attributes of the user. */
export interface ExposureEvent extends UnitEvent {
  /** Tells exposures from tracked events. */
  readonly trackingEventName: typeof EXPOSURE_NAME;
  /** The key of the flag. */
  readonly flagKey: string;
  /**
   * The version of the definition: the number that its writable provider or store gives it, else `sha256-…` of its
   * content.
   */
  readonly flagVersion: string;
  /** The name of the variant; of an answer without a variant, `on` or `off`. */
  readonly variant: string;
  /** Whether the flag is on. */
  readonly enabled: boolean;
  /** The reason for the answer. */
  readonly reason: EvaluationReason;
  /** The id of the rule that decided; absent if no rule did. */
  readonly ruleId?: string | undefined;
  /** How the variant was chosen. Only `random` exposures belong in the result of an experiment. */
  readonly assignment: VariantAssignment;
}

/** A unit did something that a result is computed from, as recorded by `track`. Frozen. */
export interface TrackingEvent extends UnitEvent {
  /** The name that `track` was given. */
  readonly trackingEventName: string;
  /** Absent; tells tracked events from exposures. */
  readonly flagKey?: undefined;
  /** A number that belongs to the event, such as the value of an order. */
  readonly value?: number | undefined;
  /** Other details of the event. */
  readonly attributes?: Readonly<Record<string, TrackingAttribute>> | undefined;
}

/** The value of an attribute of a tracked event. */
export type TrackingAttribute = string | number | boolean;

/**
 * Receives exposures and tracked events in batches, in the order in which they happened. A batch that it rejects, or
 * does not accept in time, is dropped and counted.
 *
 * @param signal is aborted when the result is no longer waited for
 */
export type ExposureSink = (
  events: readonly (ExposureEvent | TrackingEvent)[],
  signal: AbortSignal,
) => void | Promise<void>;

/** An event as it is queued. */
export type FlagEvent = ExposureEvent | TrackingEvent;
