import { quoted, shownText } from '../internal/shown-text.js';
import { withoutSecrets } from '../internal/without-secrets.js';
import { FeatureFlagsError, FlagErrorCode } from '../engine/flag.errors.js';

/** A provider could not deliver its flags; `cause` says why. */
export class ProviderFailedError extends FeatureFlagsError {
  readonly code = FlagErrorCode.ProviderFailed;

  constructor(
    readonly provider: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`Flag provider "${provider}" failed: ${message}`, options);
  }
}

/** A provider did not answer in time. */
export class ProviderTimeoutError extends FeatureFlagsError {
  readonly code = FlagErrorCode.ProviderTimeout;

  constructor(
    readonly provider: string,
    milliseconds: number,
  ) {
    super(
      `Flag provider "${provider}" did not answer within ${milliseconds} ms. ` +
        'Check its source, or allow more time ("bootTimeout" at boot, "loadTimeout" for each answer).',
    );
  }
}

/** No provider takes the write. */
export class ReadOnlyError extends FeatureFlagsError {
  readonly code = FlagErrorCode.ReadOnly;
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
export class VersionConflictError extends FeatureFlagsError {
  readonly code = FlagErrorCode.VersionConflict;

  constructor(
    readonly key: string,
    readonly expectedVersion: number,
    readonly actualVersion: number,
    /** What the key is the key of. */
    readonly kind: 'flag' | 'segment' = 'flag',
    /** Who was first; absent where nobody knows. */
    readonly changedBy?: ConflictingChange,
  ) {
    const who = changedBy === undefined ? 'somebody changed it meanwhile' : describe(changedBy);
    super(
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

/** A package that this feature needs is not installed. */
export class MissingPackageError extends FeatureFlagsError {
  readonly code = FlagErrorCode.MissingPackage;

  constructor(packageName: string, purpose: string, options?: ErrorOptions) {
    super(`The package "${packageName}" is needed to ${purpose}. Install it with: npm install ${packageName}`, options);
  }
}

/**
 * The message of anything that was thrown, as another message or a log may hold it. What others have thrown is escaped and
 * cut, for it may repeat text of users; neither shows a password of a URL.
 */
export function messageOf(error: unknown): string {
  const message = rawMessageOf(error);
  return error instanceof FeatureFlagsError ? withoutSecrets(message) : shownText(message);
}

/** The message of anything that was thrown, as it is: to be looked into, never to be shown. */
export function rawMessageOf(error: unknown): string {
  try {
    // Not `instanceof`: in the realm of a test runner, an error of Node is no instance of `Error`.
    if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
    return String(error);
  } catch {
    return 'something that cannot be read'; // a getter or a proxy that throws, or an object without a prototype
  }
}
