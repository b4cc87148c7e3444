import type { Condition } from './condition.js';

/** A named group of users that rules refer to: plain, deeply frozen JSON data. Only the parser creates it. */
export interface Segment {
  /** The segment's key, with the grammar of flag keys. */
  readonly key: string;
  /** The purpose of the segment, up to 1,000 characters. */
  readonly description?: string | undefined;
  /**
   * Path of the attribute whose values the lists contain; of a list attribute, each element counts. @default 'userId'
   */
  readonly attribute?: string | undefined;
  /** Users in the segment, up to 100,000. */
  readonly include?: readonly string[] | undefined;
  /** Users never in the segment, up to 100,000; takes precedence over everything else. */
  readonly exclude?: readonly string[] | undefined;
  /** Conditions, up to 100: users for whom one of them holds are in the segment. */
  readonly rules?: readonly Condition[] | undefined;
  /** Set by a writable provider: incremented with every write, to prevent lost updates. */
  readonly version?: number | undefined;
}

/** A segment as it is written in code or a file. */
export type SegmentDefinition = Omit<Segment, 'key'>;

/** Segments by key. */
export type SegmentDefinitions = Readonly<Record<string, SegmentDefinition>>;
