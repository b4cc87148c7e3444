import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';

/** The manager accepts no changes: it has not been started, is disabled, or has been closed. */
export class NotRunningError extends FeatureFlagsError {
  readonly code = FlagErrorCode.NotRunning;
}

/** A change cannot be scheduled as asked; nothing was changed. */
export class InvalidScheduleError extends FeatureFlagsError {
  readonly code = FlagErrorCode.InvalidSchedule;
}

/** No provider defines the flag that the code or an override names; the message says where. */
export class UnknownFlagError extends FeatureFlagsError {
  readonly code = FlagErrorCode.UnknownFlag;
}
