import type { Flag, FlagDefinition } from '../engine/flag.js';
import { parseFlag } from '../engine/parse/parse-flag.js';
import { parseSegment } from '../engine/targeting/schema/parse-segment.js';
import type { Segment, SegmentDefinition } from '../engine/targeting/segment.js';
import { isSegmentWritable, isWritable, type FlagProvider, type FlagSet } from '../providers/flag-provider.js';
import type { ProviderAbility, ProviderUnderTest, SourceContent } from './provider-under-test.js';
import { SHOP_DEFINITIONS, SHOP_SEGMENTS } from './shop-definitions.js';

type ByKey<T> = Readonly<Record<string, T>>;

/** Stores a definition, or deletes it: a provider's own method. */
type Write<S> = (key: string, definition: S | undefined, expectedVersion?: number) => Promise<S | undefined>;

/** Flags or segments, as the sentences about writing need them; D is what a person writes, S what is stored. */
export interface WrittenKind<D, S> {
  /** How sentences name one. */
  readonly one: string;
  /** How sentences name several. */
  readonly many: string;
  /** The ability without which they do not apply. */
  readonly needs: ProviderAbility;
  readonly examples: ByKey<D>;
  /** Definitions that differ. */
  readonly numbered: (i: number) => D;
  readonly parse: (key: string, definition: unknown) => S;
  /** `undefined` for a provider that takes none. */
  readonly writerOf: (provider: FlagProvider) => Write<S> | undefined;
  /** A source that holds nothing else. */
  readonly sourceOf: (definitions: ByKey<D>) => SourceContent;
  /** Whether `open` has put them into the source. */
  readonly isHeldBy: (subject: ProviderUnderTest) => boolean;
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
  isHeldBy: () => true,
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
  isHeldBy: ({ holdsSegments }) => holdsSegments === true,
  deliveredIn: ({ segments = {} }) => segments,
};
