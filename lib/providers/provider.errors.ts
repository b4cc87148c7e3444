import { quoted } from '../internal/shown-text.js';
import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';

/** A provider failed; `cause` is its error. */
export class ProviderFailedError extends FeatureFlagsError<typeof FlagErrorCode.ProviderFailed> {
  constructor(
    readonly provider: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(FlagErrorCode.ProviderFailed, `Flag provider "${provider}" failed: ${message}`, options);
  }
}

/** A provider did not respond in time. */
export class ProviderTimeoutError extends FeatureFlagsError<typeof FlagErrorCode.ProviderTimeout> {
  constructor(
    readonly provider: string,
    milliseconds: number,
  ) {
    super(
      FlagErrorCode.ProviderTimeout,
      `Flag provider "${provider}" did not answer within ${milliseconds} ms. ` +
        'Check its source, or allow more time ("bootTimeout" at boot, "loadTimeout" for each call).',
    );
  }
}

/** No provider accepts the write. */
export class ReadOnlyError extends FeatureFlagsError<typeof FlagErrorCode.ReadOnly> {
  constructor(message: string, options?: ErrorOptions) {
    super(FlagErrorCode.ReadOnly, message, options);
  }
}

/** Who changed a definition, when, and to which version. */
export interface ConflictingChange {
  readonly actor: string;
  /** The time of the change, ISO 8601. */
  readonly time: string;
  readonly version: number;
  /** The action, such as `flag_updated`. */
  readonly action: string;
  readonly reason?: string | undefined;
}

/** The flag or segment does not have the expected version; nothing was written. */
export class VersionConflictError extends FeatureFlagsError<typeof FlagErrorCode.VersionConflict> {
  constructor(
    readonly key: string,
    readonly expectedVersion: number,
    readonly actualVersion: number,
    /** What the key identifies. */
    readonly kind: 'flag' | 'segment' = 'flag',
    /** The conflicting change; absent if it is unknown. */
    readonly changedBy?: ConflictingChange,
  ) {
    const who = changedBy === undefined ? 'it was changed meanwhile' : describe(changedBy);
    super(
      FlagErrorCode.VersionConflict,
      `${KIND_TITLES[kind]} "${key}" is at version ${actualVersion}, not at ${expectedVersion}: ${who}. ` +
        'Read it again, and repeat the change for the current version.',
    );
  }
}

function describe({ actor, time, action, reason }: ConflictingChange): string {
  const why = reason === undefined ? '' : `, because ${quoted(reason, 1000)}`;
  return `${quoted(actor, 256)} changed it at ${time} (${action}${why})`;
}

/** The kinds of definitions at the beginning of a sentence. */
export const KIND_TITLES = { flag: 'Flag', segment: 'Segment' } as const;
