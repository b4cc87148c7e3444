import { quoted } from '../internal/shown-text.js';
import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';

/** A provider could not deliver its flags; `cause` says why. */
export class ProviderFailedError extends FeatureFlagsError<typeof FlagErrorCode.ProviderFailed> {
  constructor(
    readonly provider: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(FlagErrorCode.ProviderFailed, `Flag provider "${provider}" failed: ${message}`, options);
  }
}

/** A provider did not answer in time. */
export class ProviderTimeoutError extends FeatureFlagsError<typeof FlagErrorCode.ProviderTimeout> {
  constructor(
    readonly provider: string,
    milliseconds: number,
  ) {
    super(
      FlagErrorCode.ProviderTimeout,
      `Flag provider "${provider}" did not answer within ${milliseconds} ms. ` +
        'Check its source, or allow more time ("bootTimeout" at boot, "loadTimeout" for each answer).',
    );
  }
}

/** No provider takes the write. */
export class ReadOnlyError extends FeatureFlagsError<typeof FlagErrorCode.ReadOnly> {
  constructor(message: string, options?: ErrorOptions) {
    super(FlagErrorCode.ReadOnly, message, options);
  }
}

/** Who changed a definition, when, and to which version. */
export interface ConflictingChange {
  readonly actor: string;
  /** ISO 8601. */
  readonly time: string;
  readonly version: number;
  /** What was done, such as `flag_updated`. */
  readonly action: string;
  readonly reason?: string | undefined;
}

/** Somebody else changed the flag or segment first; nothing was written. */
export class VersionConflictError extends FeatureFlagsError<typeof FlagErrorCode.VersionConflict> {
  constructor(
    readonly key: string,
    readonly expectedVersion: number,
    readonly actualVersion: number,
    /** What the key is the key of. */
    readonly kind: 'flag' | 'segment' = 'flag',
    /** Who made the change that came first; absent if that is unknown. */
    readonly changedBy?: ConflictingChange,
  ) {
    const who = changedBy === undefined ? 'somebody changed it meanwhile' : describe(changedBy);
    super(
      FlagErrorCode.VersionConflict,
      `${KIND_TITLES[kind]} "${key}" is at version ${actualVersion}, not at ${expectedVersion}: ${who}. ` +
        'Read it again and repeat the change on what is there now.',
    );
  }
}

function describe({ actor, time, action, reason }: ConflictingChange): string {
  const why = reason === undefined ? '' : `, because ${quoted(reason, 1000)}`;
  return `${quoted(actor, 256)} changed it at ${time} (${action}${why})`;
}

/** How a sentence begins that is about a definition of this kind. */
export const KIND_TITLES = { flag: 'Flag', segment: 'Segment' } as const;
