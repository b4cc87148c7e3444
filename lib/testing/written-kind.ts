import type { Flag, FlagDefinition } from '../engine/flag.js';
import { parseFlag } from '../engine/parse/parse-flag.js';
import { parseSegment } from '../engine/targeting/schema/parse-segment.js';
import type { Segment, SegmentDefinition } from '../engine/targeting/segment.js';
import { isSegmentWritable, isWritable, type FlagProvider, type FlagSet } from '../providers/flag-provider.js';
import type { ProviderAbility, ProviderUnderTest, SourceContent } from './provider-under-test.js';
import { SHOP_DEFINITIONS, SHOP_SEGMENTS } from './shop-definitions.js';

type ByKey<T> = Readonly<Record<string, T>>;

/** A method of a provider that stores or deletes a definition. */
type Write<S> = (key: string, definition: S | undefined, expectedVersion?: number) => Promise<S | undefined>;

/** Flags or segments, for the tests of writing. `D` is the definition that is written, `S` the one that is stored. */
export interface WrittenKind<D, S> {
  /** The name of one definition in test titles. */
  readonly one: string;
  /** The name of several definitions in test titles. */
  readonly many: string;
  /** The ability that these tests require. */
  readonly needs: ProviderAbility;
  readonly examples: ByKey<D>;
  /** Creates different definitions. */
  readonly numbered: (i: number) => D;
  readonly parse: (key: string, definition: unknown) => S;
  /** Returns the method that writes to a provider; `undefined` if the provider does not accept writes of this kind. */
  readonly writerOf: (provider: FlagProvider) => Write<S> | undefined;
  /** Returns a source that contains only these definitions. */
  readonly sourceOf: (definitions: ByKey<D>) => SourceContent;
  /** Whether `open` has written these definitions to the source. */
  readonly isWrittenByOpen: (subject: ProviderUnderTest) => boolean;
  readonly deliveredIn: (set: FlagSet) => ByKey<unknown>;
}

export const writtenFlags: WrittenKind<FlagDefinition, Flag> = {
  one: 'a flag',
  many: 'flags',
  needs: 'write',
  examples: SHOP_DEFINITIONS,
  numbered: (i) => ({ type: 'percentage', percentage: i }),
  parse: parseFlag,
  writerOf: (provider) =>
    isWritable(provider) ? (key, flag, expectedVersion) => provider.write({ key, flag, expectedVersion }) : undefined,
  sourceOf: (definitions) => [definitions, {}],
  isWrittenByOpen: () => true,
  deliveredIn: ({ flags }) => flags,
};

export const writtenSegments: WrittenKind<SegmentDefinition, Segment> = {
  one: 'a segment',
  many: 'segments',
  needs: 'write_segments',
  examples: SHOP_SEGMENTS,
  numbered: (i) => ({ include: [`customer-${i}`] }),
  parse: parseSegment,
  writerOf: (provider) =>
    isSegmentWritable(provider)
      ? (key, segment, expectedVersion) => provider.writeSegment({ key, segment, expectedVersion })
      : undefined,
  sourceOf: (segments) => [{}, segments],
  isWrittenByOpen: ({ holdsSegments }) => holdsSegments === true,
  deliveredIn: ({ segments = {} }) => segments,
};
