import type { Flag } from '../engine/flag.js';
import type { Parsed } from '../engine/parse/definition-parser.js';
import { parseFlag, tryParseFlag } from '../engine/parse/parse-flag.js';
import { parseSegment, tryParseSegment } from '../engine/targeting/schema/parse-segment.js';
import type { Segment } from '../engine/targeting/segment.js';

/** How definitions of one kind are read; what stores or keeps definitions is written once, over this. */
export interface DefinitionReader<D> {
  readonly kind: 'flag' | 'segment';
  readonly parse: (key: string, definition: unknown) => D;
  /** @param isOfMany whether it is one of a large set */
  readonly tryParse: (key: string, definition: unknown, isOfMany?: boolean) => Parsed<D>;
}

export const flagReader: DefinitionReader<Flag> = { kind: 'flag', parse: parseFlag, tryParse: tryParseFlag };

export const segmentReader: DefinitionReader<Segment> = {
  kind: 'segment',
  parse: parseSegment,
  tryParse: tryParseSegment,
};
