import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';

/** The manager accepts no changes: it has not been started, is disabled, or has been closed. */
export class NotRunningError extends FeatureFlagsError<typeof FlagErrorCode.NotRunning> {
  constructor(message: string, options?: ErrorOptions) {
    super(FlagErrorCode.NotRunning, message, options);
  }
}

/** A scheduled change is invalid; nothing was changed. */
export class InvalidScheduleError extends FeatureFlagsError<typeof FlagErrorCode.InvalidSchedule> {
  constructor(message: string, options?: ErrorOptions) {
    super(FlagErrorCode.InvalidSchedule, message, options);
  }
}

/** No provider defines a flag that code or an override refers to. The message lists the places. */
export class UnknownFlagError extends FeatureFlagsError<typeof FlagErrorCode.UnknownFlag> {
  constructor(message: string, options?: ErrorOptions) {
    super(FlagErrorCode.UnknownFlag, message, options);
  }
}
