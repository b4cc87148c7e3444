import { FeatureFlagsError, FlagErrorCode } from '../engine/flag.errors.js';

/** The manager is not started, switched off or closed, so that it takes no changes. */
export class NotRunningError extends FeatureFlagsError {
  readonly code = FlagErrorCode.NotRunning;
}

/** A change cannot be scheduled as asked; nothing was changed. */
export class InvalidScheduleError extends FeatureFlagsError {
  readonly code = FlagErrorCode.InvalidSchedule;
}
