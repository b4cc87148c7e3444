import { FeatureFlagsError, FlagErrorCode } from '../engine/flag.errors.js';

/** An option of the module or the manager is off; the message names it. */
export class InvalidOptionsError extends FeatureFlagsError {
  readonly code = FlagErrorCode.InvalidOptions;
}

/** An override cannot be set as asked; nothing was changed. */
export class InvalidOverrideError extends FeatureFlagsError {
  readonly code = FlagErrorCode.InvalidOverride;
}

/** The manager is not started, switched off or closed, so that it takes no changes. */
export class NotRunningError extends FeatureFlagsError {
  readonly code = FlagErrorCode.NotRunning;
}

/** The store of overrides cannot be read or written. A write that fails changes nothing. */
export class OverrideStoreError extends FeatureFlagsError {
  readonly code = FlagErrorCode.OverrideStoreFailed;
}

/** The audit log cannot be read or written. A change that cannot be audited is not made. */
export class AuditLogError extends FeatureFlagsError {
  readonly code = FlagErrorCode.AuditLogFailed;
}
