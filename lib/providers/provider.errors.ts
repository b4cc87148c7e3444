import { messageOf } from '../internal/message-of.js';
import { quoted } from '../internal/shown-text.js';
import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';

/** A provider failed; `cause` is its error. */
export class ProviderFailedError extends FeatureFlagsError<typeof FlagErrorCode.ProviderFailed> {
  constructor(
    /** The provider's name. */
    readonly provider: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(FlagErrorCode.ProviderFailed, `${failureOf(provider)}${message}`, options);
  }
}

/** Why a provider failed, for a message that has already named the provider. */
export function failureDetail(provider: string, error: unknown): string {
  const message = messageOf(error);
  return message.startsWith(failureOf(provider)) ? message.slice(failureOf(provider).length) : message;
}

function failureOf(provider: string): string {
  return `Flag provider "${provider}" failed: `;
}

/** A provider did not respond in time. */
export class ProviderTimeoutError extends FeatureFlagsError<typeof FlagErrorCode.ProviderTimeout> {
  constructor(
    /** The provider's name. */
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

/** The change that a write conflicts with. */
export interface ConflictingChange {
  /** The actor that made the change; `unknown` if none was named. */
  readonly actor: string;
  /** The time of the change, ISO 8601. */
  readonly time: string;
  /** The version of the change; a flag or segment that it saved has the same one. */
  readonly version: number;
  /** The action, such as `flag_updated`. */
  readonly action: string;
  /** The reason that was given for the change; absent if none was given. */
  readonly reason?: string | undefined;
}

/** The flag or segment does not have the expected version; nothing was written. */
export class VersionConflictError extends FeatureFlagsError<typeof FlagErrorCode.VersionConflict> {
  constructor(
    /** The key of the flag or segment. */
    readonly key: string,
    /** The version that the writer expected; 0 if the definition must not exist yet. */
    readonly expectedVersion: number,
    /** The current version; 0 if the definition does not exist. */
    readonly actualVersion: number,
    /** The kind of definition that the key identifies. @default 'flag' */
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
