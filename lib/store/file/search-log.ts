import { parseAuditLine } from '../audit/audit-line.js';
import { fileLines } from './file-lines.js';

/** The offset of the line of an entry in a log, in bytes. */
export interface LogPlace {
  readonly version: number;
  readonly offset: number;
}

/** A part of a log that whole lines fill. */
export interface LogPart {
  /** Where a line begins whose entry is not newer than the one that was looked for; else the log's beginning. */
  readonly start: number;
  /** Where a line begins whose entry is not older, or the log's end. */
  readonly end: number;
}

const NEAR = 64 * 1024; // bytes that are read at once anyway

/**
 * Finds about where an entry stands. Versions go up from line to line, so it halves the log until little is left: of a
 * log of a million entries it reads a dozen, and nothing has to be kept in memory or beside the log. A line that cannot
 * be read is passed over: it is none of who asks for other entries.
 *
 * @param size the log's end
 * @param known lines whose places need not be looked for
 */
export async function searchLog(
  path: string,
  size: number,
  version: number,
  known: readonly LogPlace[],
): Promise<LogPart> {
  let start = 0;
  let end = size;
  for (const place of known) {
    if (place.version <= version) start = Math.max(start, place.offset);
    if (place.version >= version) end = Math.min(end, place.offset);
  }
  for (let right = end; right - start > NEAR;) {
    const middle = Math.floor((start + right) / 2);
    const found = await firstPlaceBehind(path, middle, right, size);
    if (found?.version === version) return { start: found.offset, end: found.offset };
    if (found !== undefined && found.version < version) start = found.offset;
    else right = middle;
    if (found !== undefined && found.version > version) end = found.offset;
  }
  return { start, end };
}

/** The first line that begins behind a byte and before another, of those that can be read. */
async function firstPlaceBehind(
  path: string,
  behind: number,
  before: number,
  size: number,
): Promise<LogPlace | undefined> {
  let isFirst = true; // begins before, or just there
  for await (const { text, start } of fileLines(path, behind, size)) {
    if (start >= before) return undefined;
    const entry = isFirst ? undefined : parseAuditLine(text);
    isFirst = false;
    if (entry !== undefined) return { version: entry.version, offset: start };
  }
  return undefined;
}
