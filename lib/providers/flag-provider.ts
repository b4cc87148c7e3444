import type { Flag } from '../engine/flag.js';
import type { Segment } from '../engine/targeting/segment.js';

/** What a provider read from its source. */
export interface FlagSet {
  /** Definitions by key, as the source holds them: the reader parses them like any untrusted input. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** Segments by key, as untrusted as the flags. Absent: the source holds none. */
  readonly segments?: Readonly<Record<string, unknown>> | undefined;
  /** Single definitions that could not be read, when the rest of the source is fine. Their last good ones stay. */
  readonly problems?: readonly FlagProblem[] | undefined;
}

/** One definition that could not be read; of a store, also an override or a scheduled change. */
export interface FlagProblem {
  /** Of an override the key of its flag, of a scheduled change its id. */
  readonly key: string;
  readonly message: string;
  /** What the key is the key of; a flag and a segment may share one. @default 'flag' */
  readonly kind?: 'flag' | 'segment' | 'override' | 'schedule' | undefined;
}

/** Stops what a {@link FlagProvider.watch} started. */
export type Unwatch = () => void | Promise<void>;

/**
 * What has changed at a source since it was last loaded or announced a delta: definitions by key as the source holds them
 * now, `null` for those that are gone. Definitions with other keys have not changed.
 */
export interface FlagSetDelta {
  readonly flags?: Readonly<Record<string, unknown>> | undefined;
  readonly segments?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Called by a provider when its source has changed, or with the error when watching it has failed.
 *
 * @param delta what has changed, so that no other definition is read again. Absent: the source is loaded again. Loads that
 *   begin after the call must deliver the change as well
 */
export type FlagProviderListener = (error?: unknown, delta?: FlagSetDelta) => void;

/** A source of flag definitions. It delivers definitions; it never evaluates. */
export interface FlagProvider {
  /** Tells this provider from the others in errors, logs and `status()`. */
  readonly name: string;

  /** Reads all definitions. A rejection or a throw means that the source as a whole could not be read. */
  load(): FlagSet | Promise<FlagSet>;

  /**
   * Present when the source announces its changes, or never changes. Resolves once no later change can be missed.
   * Sources without it are read again every `cacheTtl`.
   */
  watch?(listener: FlagProviderListener): Unwatch | Promise<Unwatch>;

  /** Whether a part of a watched source has to be read again every `cacheTtl` all the same. @default false */
  readonly needsPolling?: boolean | undefined;

  /** Gives back connections and handles. */
  close?(): void | Promise<void>;
}

/** One write of one flag. */
export interface FlagWrite {
  readonly key: string;
  /** The definition to store; `undefined` deletes the flag. */
  readonly flag: Flag | undefined;
  /** The version that the writer has seen, 0 for "does not exist yet". Absent: whatever is there is replaced. */
  readonly expectedVersion?: number | undefined;
}

/** One write of one segment. */
export interface SegmentWrite {
  readonly key: string;
  /** The segment to store; `undefined` deletes it. */
  readonly segment: Segment | undefined;
  /** The version that the writer has seen, 0 for "does not exist yet". Absent: whatever is there is replaced. */
  readonly expectedVersion?: number | undefined;
}

/** A provider whose definitions can be changed at run time. */
export interface WritableFlagProvider extends FlagProvider {
  /**
   * Stores or deletes one flag.
   *
   * @returns the flag as stored, with a `version` above every earlier one of this source; `undefined` after a deletion
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when the stored version is not the expected one
   */
  write(write: FlagWrite): Promise<Flag | undefined>;

  /**
   * Stores or deletes one segment. Present when the source can hold segments.
   *
   * @returns the segment as stored, with a `version` above every earlier one of this source; `undefined` after a deletion
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when the stored version is not the expected one
   */
  writeSegment?(write: SegmentWrite): Promise<Segment | undefined>;

  /** Whether it takes no writes all the same, for want of a source that does. @default false */
  readonly readOnly?: boolean | undefined;

  /** Whether it takes no segments all the same, for want of a source that does. @default false */
  readonly segmentsReadOnly?: boolean | undefined;
}

/** A provider whose segments can be changed at run time, as its flags can. */
export type SegmentWritableFlagProvider = WritableFlagProvider & Required<Pick<WritableFlagProvider, 'writeSegment'>>;

export function isWritable(provider: FlagProvider): provider is WritableFlagProvider {
  if (!('write' in provider) || typeof provider.write !== 'function') return false;
  return !('readOnly' in provider) || provider.readOnly !== true;
}

export function isSegmentWritable(provider: FlagProvider): provider is SegmentWritableFlagProvider {
  return isWritable(provider) && typeof provider.writeSegment === 'function' && provider.segmentsReadOnly !== true;
}

export function isFlagProblem(value: unknown): value is FlagProblem {
  if (typeof value !== 'object' || value === null || !('key' in value) || !('message' in value)) return false;
  if (typeof value.key !== 'string' || typeof value.message !== 'string') return false;
  return !('kind' in value) || value.kind === undefined || value.kind === 'flag' || value.kind === 'segment';
}
