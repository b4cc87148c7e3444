/**
 * Feature flags for NestJS: the module, its gates, the manager, providers, stores and errors.
 *
 * @module nestjs-feature-flags
 */
export type { Explanation } from './engine/explanation.js';
export { EvaluationReason, type FlagEvaluation } from './engine/flag-evaluation.js';
export { isFailedContext, type FlagContext } from './engine/flag-context.js';
export { isFlagKey } from './engine/flag-key.js';
export type { FlagKey, FlagTypes } from './engine/typed-flags.js';
export type { FlagOverride } from './engine/flag-override.js';
export type { Flag, FlagDefinition, FlagDefinitions } from './engine/flag.js';
export { FeatureFlagsError, FlagErrorCode } from './internal/feature-flags.error.js';
export { InvalidOptionsError } from './internal/options/invalid-options.error.js';
export { InvalidFlagError, InvalidFlagKeyError, InvalidOverrideError } from './engine/flag.errors.js';
export type { JsonValue } from './engine/json/json-value.js';
export type { Segment, SegmentDefinition, SegmentDefinitions } from './engine/targeting/segment.js';
export type { FlagCacheBackend } from './providers/cache/cache-backend.js';
export {
  CacheBackendProvider,
  CacheBackendProvider as CacheBackendFlagProvider,
} from './providers/cache-backend.provider.js';
export { ChainedProvider } from './providers/chained.provider.js';
export { EnvProvider } from './providers/env.provider.js';
export { FileProvider } from './providers/file.provider.js';
export type { FlagProvider } from './providers/flag-provider.js';
export { LocalProvider } from './providers/local.provider.js';
export { MemoryProvider } from './providers/memory.provider.js';
export { MissingPackageError } from './internal/missing-package.error.js';
export {
  ProviderFailedError,
  ProviderTimeoutError,
  ReadOnlyError,
  VersionConflictError,
} from './providers/provider.errors.js';
export type { AuditEntry, AuditFilter, AuditPage } from './store/audit-entry.js';
export type { AuditVerification } from './store/audit/audit-problem.js';
export { FileStore } from './store/file/file.store.js';
export type { FlagSchedule } from './store/flag-schedule.js';
export type { FlagStore } from './store/flag-store.js';
export { MemoryStore } from './store/memory/memory.store.js';
export {
  NothingToRestoreError,
  StoreFailedError,
  StoreDataLossError,
  StoreUnavailableError,
} from './store/store.errors.js';
export type { ChangeOrigin } from './manager/changes/change-origin.js';
export type { Clock } from './manager/clock.js';
export type { Duration } from './internal/duration.js';
export type { ExposureEvent, ExposureSink, TrackingEvent } from './manager/exposure/exposure-event.js';
export type { FlagLogger } from './manager/flag-logger.js';
export type { FlagHandle } from './manager/reading/flag-handle.js';
export { FlagManager } from './manager/flag-manager.js';
export { FlagReader } from './manager/reading/flag-reader.js';
export type { FlagManagerStatus } from './manager/flag-manager.status.js';
export { InvalidScheduleError, NotRunningError, UnknownFlagError } from './manager/manager.errors.js';
export type { OverrideRequest } from './manager/overrides/new-override.js';
export type { ScheduleRequest } from './manager/schedules/new-schedule.js';

// nest
export { ContextFailedError } from './nest/context/context.errors.js';
export { FlagContextInterceptor } from './nest/context/flag-context.interceptor.js';
export { FlagContextResolver, type FlagContextResolverFunction } from './nest/context/flag-context.resolver.js';
export { FlagContexts } from './nest/context/flag-contexts.js';
export type { FlagRequest } from './nest/context/request-of.js';
export { RequestUserResolver } from './nest/context/request-user.resolver.js';
export { VariantHandler, type VariantHandlerOptions } from './nest/decorators/variant-handler.decorator.js';
export { FeatureFlag, RequireFlag, type FeatureFlagOptions } from './nest/decorators/feature-flag.decorator.js';
export { WithFlagContext } from './nest/decorators/with-flag-context.decorator.js';
export {
  CurrentFlagContext,
  FlagDetails,
  FlagEnabled,
  FlagValue,
  FlagVariant,
} from './nest/decorators/flag-parameters.decorator.js';
export { GateNotInjectedError } from './nest/gates/gate-not-injected.error.js';
export type { FeatureFlagDisabledResponse } from './nest/denials/disabled-response.js';
export { FeatureFlagDisabledError } from './nest/denials/feature-flag-disabled.error.js';
export { FeatureFlagsModule } from './nest/feature-flags.module.js';
export type { FeatureFlagsConfig, FeatureFlagsOptionsFactory } from './nest/feature-flags.options.js';
export { FLAG_CACHE, FLAG_PROVIDERS } from './nest/feature-flags.tokens.js';
export { DuplicateFlagError } from './nest/flag-declarations.js';
export { DefaultFlagDisabledHandler, FlagDisabledHandler } from './nest/denials/flag-disabled.handler.js';
export { FlagGate } from './nest/gates/flag-gate.js';
export type { FlagRequirement } from './nest/gates/flag-requirement.js';
export { AbstractFlagGuard, FlagGuard } from './nest/gates/flag.guard.js';
export { FlagInterceptor, type FlagInterceptorOptions } from './nest/gates/flag.interceptor.js';
export { visitorCookie } from './nest/visitors/visitor-cookie.middleware.js';
export type { VisitorCookieOptions } from './nest/visitors/visitor-cookie.options.js';
export { visitorIdOf } from './nest/visitors/visitor-ids.js';
export { GateNeverCalledError, InvalidGateError } from './nest/gate-checks/gate.errors.js';
