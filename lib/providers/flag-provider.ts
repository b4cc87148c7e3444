import type { Flag } from '../engine/flag.js';
import type { Segment } from '../engine/targeting/segment.js';

/** The definitions that a provider has read from its source. */
export interface FlagSet {
  /** Unparsed definitions by key, as they are in the source. They are parsed like any untrusted input. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** Unparsed segments by key. Absent if the source has none. */
  readonly segments?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Single definitions that could not be read, although the source as a whole could. Their last valid versions stay in
   * force.
   */
  readonly problems?: readonly FlagProblem[] | undefined;
}

/** One definition that could not be read; in a store, also an override or a scheduled change. */
export interface FlagProblem {
  /** The key of the definition, or of an override's flag, or the id of a scheduled change. */
  readonly key: string;
  /** A description of the problem. */
  readonly message: string;
  /** The kind of item that the key identifies; a flag and a segment may have the same key. @default 'flag' */
  readonly kind?: 'flag' | 'segment' | 'override' | 'schedule' | undefined;
}

/** Stops a {@link FlagProvider.watch}. */
export type Unwatch = () => void | Promise<void>;

/**
 * The changes of a source since it was last loaded or announced a delta: current, unparsed definitions by key, and
 * `null` for removed ones. Definitions with other keys have not changed.
 */
export interface FlagSetDelta {
  /** The changed flags by key, `null` for removed ones. @default no flag has changed */
  readonly flags?: Readonly<Record<string, unknown>> | undefined;
  /** The changed segments by key, `null` for removed ones. @default no segment has changed */
  readonly segments?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Called by a provider when its source has changed, or with the error when watching it has failed.
 *
 * @param delta the changed definitions, so that no others are read again; absent to load the whole source again. Loads
 *   that begin after the call must also deliver the change
 */
export type FlagProviderListener = (error?: unknown, delta?: FlagSetDelta) => void;

/** A source of flag definitions. It delivers definitions; it never evaluates. */
export interface FlagProvider {
  /** Identifies this provider in errors, logs and `status()`. */
  readonly name: string;

  /** Reads all definitions. If it throws or rejects, the source as a whole could not be read. */
  load(): FlagSet | Promise<FlagSet>;

  /**
   * Watches the source. Present if the source announces its changes or never changes. A returned promise
   * must resolve only when no later change can be missed. Providers without it are read again every `cacheTtl`.
   */
  watch?(listener: FlagProviderListener): Unwatch | Promise<Unwatch>;

  /** Whether the source must be read again every `cacheTtl` although it is watched. @default false */
  readonly needsPolling?: boolean | undefined;

  /** Releases connections and handles. */
  close?(): void | Promise<void>;
}

/** One write of one flag. */
export interface FlagWrite {
  /** The flag's key. */
  readonly key: string;
  /** The definition to store; `undefined` deletes the flag. */
  readonly flag: Flag | undefined;
  /** The version that the writer has read; 0 if the definition must not exist yet. Absent to replace any version. */
  readonly expectedVersion?: number | undefined;
}

/** One write of one segment. */
export interface SegmentWrite {
  /** The segment's key. */
  readonly key: string;
  /** The segment to store; `undefined` deletes it. */
  readonly segment: Segment | undefined;
  /** The version that the writer has read; 0 if the definition must not exist yet. Absent to replace any version. */
  readonly expectedVersion?: number | undefined;
}

/** A provider whose definitions can be changed at run time. */
export interface WritableFlagProvider extends FlagProvider {
  /**
   * Saves or deletes one flag.
   *
   * @returns the flag as stored, with a `version` higher than all earlier versions of this source; `undefined` after a
   *   deletion
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when the stored version is not the expected one
   */
  write(write: FlagWrite): Promise<Flag | undefined>;

  /**
   * Saves or deletes one segment. Present if the source supports segments.
   *
   * @returns the segment as stored, with a `version` higher than all earlier versions of this source; `undefined` after
   *   a deletion
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when the stored version is not the expected one
   */
  writeSegment?(write: SegmentWrite): Promise<Segment | undefined>;

  /**
   * Whether writes are rejected although the method exists, because no underlying source accepts them. @default false
   */
  readonly readOnly?: boolean | undefined;

  /**
   * Whether writes of segments are rejected although the method exists, because no underlying source accepts them.
   * @default false
   */
  readonly segmentsReadOnly?: boolean | undefined;
}

/** A provider whose flags and segments can be changed at run time. */
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
