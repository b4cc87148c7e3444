/**
 * The names of OpenTelemetry's semantic conventions for feature flags. They are repeated here, because those of the
 * package `@opentelemetry/semantic-conventions` are experimental and may be removed in any of its releases.
 */
export const EVALUATION_EVENT = 'feature_flag.evaluation';

/** The value of `feature_flag.provider.name`, and the scope of the metrics. */
export const PROVIDER_NAME = 'nestjs-feature-flags';

/** The conventional attributes of an evaluation. */
export const Attribute = {
  Key: 'feature_flag.key',
  Variant: 'feature_flag.result.variant',
  Value: 'feature_flag.result.value',
  Reason: 'feature_flag.result.reason',
  ErrorType: 'error.type',
  ProviderName: 'feature_flag.provider.name',
  ContextId: 'feature_flag.context.id',
  SetId: 'feature_flag.set.id',
  Version: 'feature_flag.version',
} as const;

/** Attributes that the conventions do not define. */
export const OwnAttribute = {
  /** The action of a change, as in the audit log. */
  ChangeAction: 'feature_flag.change.action',
  /** The name of a provider or store; the conventions call the flag system as a whole a provider. */
  SourceName: 'feature_flag.source.name',
  /** The class and method whose gate has denied a call. */
  GatePlace: 'feature_flag.gate.place',
  /** The outcome of an event for `onExposure`: whether it was delivered. */
  DeliveryOutcome: 'feature_flag.delivery.outcome',
  /** Marks the series of what is over the limit of series, as in the metrics SDKs. */
  Overflow: 'otel.metric.overflow',
} as const;
