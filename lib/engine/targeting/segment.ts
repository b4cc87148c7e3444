import type { Condition } from './condition.js';

/** A named group of users that rules refer to. Plain, deeply frozen JSON data. Only the parser makes one. */
export interface Segment {
  /** As flag keys are. */
  readonly key: string;
  readonly description?: string | undefined;
  /** Path of the attribute that the lists hold; of a list attribute, each element counts. @default 'userId' */
  readonly attribute?: string | undefined;
  /** In it, up to 100,000. */
  readonly include?: readonly string[] | undefined;
  /** Never in it, whatever the rest says; up to 100,000. */
  readonly exclude?: readonly string[] | undefined;
  /** In it when one of these holds; up to 100. */
  readonly rules?: readonly Condition[] | undefined;
  /** Set by a writable provider, as with flags. */
  readonly version?: number | undefined;
}

/** What a person writes for one segment. */
export type SegmentDefinition = Omit<Segment, 'key'>;

/** Segments by key. */
export type SegmentDefinitions = Readonly<Record<string, SegmentDefinition>>;
