import { ErrorCode, type FlagMetadata, type ResolutionDetails } from '@openfeature/server-sdk';
import type { FlagResolution } from '../../engine/resolution/flag-resolution.js';
import { ResolutionReason } from '../../engine/resolution/resolution-reason.js';
import type { ValueGuard } from './value-guards.js';

export interface ResolutionDetailsOptions<T> {
  /** The caller's default, which is returned if the flag has no value of the expected type. */
  readonly defaultValue: T;
  readonly isExpected: ValueGuard<T>;
  /** Whether the definitions may be out of date. */
  readonly isStale: boolean;
  readonly flagMetadata: FlagMetadata | undefined;
}

/** Converts a resolution to the details that OpenFeature expects. */
export function resolutionDetails<T>(
  resolution: FlagResolution,
  { defaultValue, isExpected, isStale, flagMetadata }: ResolutionDetailsOptions<T>,
): ResolutionDetails<T> {
  const { value, variant, errorCode, errorMessage = '' } = resolution;
  const metadata = flagMetadata === undefined ? {} : { flagMetadata };
  if (errorCode !== undefined)
    return { ...failedDetails(defaultValue, ErrorCode[errorCode], errorMessage), ...metadata };
  const reason =
    isStale && resolution.reason !== ResolutionReason.Disabled ? ResolutionReason.Stale : resolution.reason;
  if (value === undefined) return { value: defaultValue, reason, ...metadata };
  if (!isExpected(value)) {
    const message = 'The type of the value differs from the type that the caller expects.';
    return { ...failedDetails(defaultValue, ErrorCode.TYPE_MISMATCH, message), ...metadata };
  }
  return variant === undefined ? { value, reason, ...metadata } : { value, variant, reason, ...metadata };
}

/** The details of a flag that could not be resolved. */
export function failedDetails<T>(defaultValue: T, errorCode: ErrorCode, errorMessage: string): ResolutionDetails<T> {
  return { value: defaultValue, reason: ResolutionReason.Error, errorCode, errorMessage };
}
