/**
 * The entry point without Nest: evaluates and changes flags, and has what providers, stores, operators and strategies
 * implement.
 *
 * @module nestjs-feature-flags/core
 */

// engine
export { MemoryStickyStore } from './engine/allocation/memory-sticky-store.js';
export type { Sticky, StickyAssignment, StickyStore } from './engine/allocation/sticky.js';
export type {
  BucketingOptions,
  BucketDraw,
  Bucketer,
  BucketerReference,
  CreateBuckets,
  SteppedBucketer,
} from './engine/allocation/bucketer.js';
export type { VariantAssignment } from './engine/exposure/variant-source.js';
export type { CoverageOptions } from './engine/allocation/coverage-options.js';
export type { BucketBy } from './engine/allocation/targeting-key.js';
export type { Explanation } from './engine/explanation.js';
export type { ExplanationStep } from './engine/explanation-step.js';
export type {
  AttributeTest,
  CustomOperator,
  CustomStrategy,
  Extensions,
  OperatorOptions,
  StrategyAnswer,
  StrategyTools,
} from './engine/extensions.js';
export { EvaluationReason, type FlagEvaluation } from './engine/flag-evaluation.js';
export { isFailedContext, type FlagContext } from './engine/flag-context.js';
export { isFlagKey } from './engine/flag-key.js';
export type { FlagKey, FlagTypeOf, FlagTypes, FlagValueOf, FlagVariantOf } from './engine/typed-flags.js';
export type { TypedFlagDefinitions } from './engine/typed-flag-definitions.js';
export { FlagLimits } from './engine/flag-limits.js';
export type { FlagOverride, FlagOverrideValue, OverrideTarget } from './engine/flag-override.js';
export type {
  AttributeScalar,
  BooleanFlag,
  CustomFlag,
  Flag,
  FlagDefinition,
  FlagDefinitions,
  FlagType,
  Variant,
  PercentageFlag,
  TimeBasedFlag,
  UserAttributeFlag,
  UserListFlag,
  VariantFlag,
} from './engine/flag.js';
export type { FlagKind, FlagMetadata } from './engine/flag-information.js';
export { FeatureFlagsError, FlagErrorCode } from './internal/feature-flags.error.js';
export { InvalidOptionsError } from './internal/options/invalid-options.error.js';
export { InvalidFlagError, InvalidFlagKeyError, InvalidOverrideError, type FlagIssue } from './engine/flag.errors.js';
export type { JsonCompatible } from './engine/json/json-compatible.js';
export type { JsonValue } from './engine/json/json-value.js';
export { parseFlag, parseFlags } from './engine/parse/parse-flag.js';
export type { BucketRange, BucketRanges } from './engine/targeting/bucket-range.js';
export type { AttributeCondition, Condition } from './engine/targeting/condition.js';
export type { LayerSlot } from './engine/targeting/layer.js';
export type { OperatorName } from './engine/targeting/operators.js';
export type { AttributeView } from './engine/targeting/views/attribute-view.js';
export { parseSegment, parseSegments } from './engine/targeting/schema/parse-segment.js';
export type { Prerequisite } from './engine/targeting/prerequisite.js';
export type { Rollout, RolloutShare } from './engine/targeting/rollout.js';
export type { Rule, RuleServe, SplitShare } from './engine/targeting/rule.js';
export type { Segment, SegmentDefinition, SegmentDefinitions } from './engine/targeting/segment.js';
export type { Progression, ProgressionPoint, Share } from './engine/time/progression.js';
export type { Recurrence, TimeWindow, Weekday } from './engine/time/time-window.js';

// providers
export type { FlagCacheBackend } from './providers/cache/cache-backend.js';
export {
  CacheBackendProvider,
  CacheBackendProvider as CacheBackendFlagProvider,
  type CacheBackendProviderOptions,
} from './providers/cache-backend.provider.js';
export { ChainedProvider, type ChainedFlagSet } from './providers/chained.provider.js';
export type { ChainedProviderOptions } from './providers/chained-provider.options.js';
export { envNameOf, flagKeyOfEnvName } from './providers/env-name.js';
export { EnvProvider, type EnvProviderOptions } from './providers/env.provider.js';
export { FileProvider, type FileProviderOptions, type FlagFileFormat } from './providers/file.provider.js';
export type {
  FlagProblem,
  FlagProvider,
  FlagProviderListener,
  FlagSet,
  FlagSetDelta,
  FlagWrite,
  SegmentWrite,
  Unwatch,
  WritableFlagProvider,
} from './providers/flag-provider.js';
export { LocalProvider } from './providers/local.provider.js';
export { MemoryProvider } from './providers/memory.provider.js';
export type { ProviderState, ProviderStatus } from './providers/provider-status.js';
export { MissingPackageError } from './internal/missing-package.error.js';
export {
  ProviderFailedError,
  ProviderTimeoutError,
  ReadOnlyError,
  VersionConflictError,
  type ConflictingChange,
} from './providers/provider.errors.js';

// store
export type { AuditAction } from './store/audit/audit-actions.js';
export type { AuditedDocument, AuditEntry, AuditFilter, AuditPage, AuditQuery } from './store/audit-entry.js';
export type { AuditKeysOptions } from './store/audit/audit-keys.js';
export type { AuditProblem, AuditProblemKind, AuditVerification } from './store/audit/audit-problem.js';
export type { AuditVerifier } from './store/audit/audit-verifier.js';
export { verifyAuditExport } from './store/audit/verify-entries.js';
export { matchesAuditQuery } from './store/audit-entry.js';
export { FileStore, type FileStoreOptions } from './store/file/file.store.js';
export type { FlagSchedule, ScheduledChange } from './store/flag-schedule.js';
export {
  START,
  type FlagStore,
  type StickyDocument,
  type StoreContent,
  type StoreListener,
  type StorePosition,
} from './store/flag-store.js';
export { MemoryStore, type MemoryStoreOptions } from './store/memory/memory.store.js';
export {
  NothingToRestoreError,
  StoreFailedError,
  StoreDataLossError,
  StoreUnavailableError,
} from './store/store.errors.js';
export type { StoreHistory } from './store/store-history.js';
export {
  documentOf,
  type DocumentKind,
  type DocumentName,
  type DocumentWrite,
  type StoredDocument,
} from './store/stored-document.js';
export type { AnswerUsage, FlagUsage, FlagUsageDelta, FlagUsageReport } from './store/usage/flag-usage.js';
export { staleFlags, type StaleFlag, type StaleFlagsOptions } from './store/usage/stale-flags.js';

// tokens
export {
  createOverrideToken,
  type OverrideTokenFlags,
  type OverrideTokenOptions,
} from './tokens/create-override-token.js';

// manager
export type { ChangeOrigin } from './manager/changes/change-origin.js';
export type { Cancel, Clock } from './manager/clock.js';
export type { Duration } from './internal/duration.js';
export type { DefinitionEdit, DefinitionEditResults } from './manager/definition-edits.js';
export {
  EditsIncompleteError,
  EditsRefusedError,
  type EditedDefinition,
  type EditRefusal,
} from './manager/definitions/edits.errors.js';
export type {
  ExposureEvent,
  ExposureSink,
  TrackingAttribute,
  TrackingEvent,
} from './manager/exposure/exposure-event.js';
export type { ExposureOptions } from './manager/exposure/exposure.options.js';
export type { ExposureStatus } from './manager/exposure/exposure-status.js';
export type {
  ExternalContext,
  ExternalFlagProvider,
  ExternalResult,
} from './manager/external/external-flag-provider.js';
export type { ExternalFlagsStatus } from './manager/external/external-flags.status.js';
export type { TrackingDetails } from './manager/exposure/tracking-details.js';
export type { ClearOverrideOptions, EditOptions } from './manager/edit-options.js';
export type { FlagLogger } from './manager/flag-logger.js';
export type { AttachedObserver, FlagObserver, GateDenial, ObservedManager } from './manager/observing/flag-observer.js';
export type { FlagEvaluationsByKey } from './manager/reading/evaluations-by-key.js';
export type { FlagHandle } from './manager/reading/flag-handle.js';
export { FlagManager } from './manager/flag-manager.js';
export { FlagReader } from './manager/reading/flag-reader.js';
export type { ExplainOptions } from './manager/reading/snapshot-reader.js';
export type { FlagManagerOptions } from './manager/options/flag-manager.options.js';
export type { FlagManagerState, FlagManagerStatus } from './manager/flag-manager.status.js';
export type { RequestOverrideCounts } from './manager/scope/request-override-counts.js';
export { InvalidScheduleError, NotRunningError, UnknownFlagError } from './manager/manager.errors.js';
export type {
  DefaultValue,
  ValueAnswer,
  VariantAnswer,
  VariantName,
  Widened,
} from './manager/reading/matches-default.js';
export type { OverrideOptions, OverrideRequest, OverrideTargetOptions } from './manager/overrides/new-override.js';
export type { ScheduleOptions, ScheduleRequest } from './manager/schedules/new-schedule.js';
export type { UsageOptions } from './manager/usage/usage.options.js';
