import type { Flag } from '../engine/flag.js';
import type { Parsed } from '../engine/parse/definition-parser.js';
import { assertFlagCount, flagWithVersion, parseFlag, parseFlags, tryParseFlag } from '../engine/parse/parse-flag.js';
import {
  assertSegmentCount,
  parseSegment,
  parseSegments,
  segmentWithVersion,
  tryParseSegment,
} from '../engine/targeting/schema/parse-segment.js';
import type { Segment } from '../engine/targeting/segment.js';

/** Parses definitions of one kind, so that code that stores definitions works for both kinds. */
export interface DefinitionReader<D> {
  readonly kind: 'flag' | 'segment';
  readonly parse: (key: string, definition: unknown) => D;
  readonly tryParse: (key: string, definition: unknown) => Parsed<D>;
  /** Parses all definitions, and throws one error that lists the problems of all of them. */
  readonly parseAll: (definitions: unknown) => Map<string, D>;
  /** A definition with another version. If it was parsed, the result need not be parsed again. */
  readonly withVersion: (definition: D, version: number) => D;
  /** Throws if there are more definitions than one source may have. */
  readonly assertCount: (count: number) => void;
}

export const flagReader: DefinitionReader<Flag> = {
  kind: 'flag',
  parse: parseFlag,
  tryParse: tryParseFlag,
  parseAll: parseFlags,
  withVersion: flagWithVersion,
  assertCount: assertFlagCount,
};

export const segmentReader: DefinitionReader<Segment> = {
  kind: 'segment',
  parse: parseSegment,
  tryParse: tryParseSegment,
  parseAll: parseSegments,
  withVersion: segmentWithVersion,
  assertCount: assertSegmentCount,
};
