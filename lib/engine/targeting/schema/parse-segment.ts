import { acceptBySchema } from '../../parse/read-by-schema.js';
import { InvalidFlagError } from '../../flag.errors.js';
import type { JsonValue } from '../../json/json-value.js';
import { DefinitionParser, type Parsed } from '../../parse/definition-parser.js';
import type { Segment } from '../segment.js';
import { segmentSchema } from './segment.schema.js';

const segments = new DefinitionParser<Segment>(['segments'], readSegment);

/**
 * Parses one untrusted definition of a segment.
 *
 * @returns the segment, deeply frozen plain data
 * @throws {InvalidFlagError} (`INVALID_FLAG`) listing every problem with its path; never anything else
 */
export function parseSegment(key: string, definition: unknown): Segment {
  const { definition: segment, issues } = segments.parse(key, definition);
  if (segment === undefined) throw new InvalidFlagError(issues);
  return segment;
}

/**
 * Parses a whole set of untrusted segments, by key.
 *
 * @param source the name of the source, for the error
 * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all segments at once; never anything else
 */
export function parseSegments(definitions: unknown, source?: string): Map<string, Segment> {
  return segments.parseAll(definitions, source);
}

/** {@link parseSegment} for callers that continue with other segments: problems are returned instead of thrown. */
export function tryParseSegment(key: string, definition: unknown): Parsed<Segment> {
  return segments.parse(key, definition);
}

/** A segment with another version. If it was parsed, the result need not be parsed again. */
export function segmentWithVersion(segment: Segment, version: number): Segment {
  return segments.withVersion(segment, version);
}

/** @throws {InvalidFlagError} (`INVALID_FLAG`) when a source has too many segments */
export function assertSegmentCount(count: number): void {
  segments.assertCount(count);
}

function readSegment(key: string, data: JsonValue | undefined, place: readonly string[]): Parsed<Segment> {
  const { data: segment, issues } = acceptBySchema(segmentSchema, data, place);
  if (segment === undefined) return { issues };
  if (segment.key !== undefined && segment.key !== key) {
    return { issues: [{ path: [...place, 'key'], message: `must be absent or "${key}"` }] };
  }
  return { definition: { ...segment, key } };
}
