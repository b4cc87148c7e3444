import { parseAuditLine } from '../audit/audit-line.js';
import { fileLines } from './file-lines.js';

/** The offset of an entry's line in a log, in bytes. */
export interface LogPlace {
  readonly version: number;
  readonly offset: number;
}

/** A part of a log that consists of complete lines. */
export interface LogPart {
  /** The offset of a line whose entry has at most the version that is searched for, or the beginning of the log. */
  readonly start: number;
  /** The offset of a line whose entry has at least the version that is searched for, or the end of the log. */
  readonly end: number;
}

const NEAR = 64 * 1024; // bytes, which a single read returns in any case

/**
 * Finds the approximate place of an entry by binary search, because versions increase from line to line: in a log of a
 * million entries, it reads a dozen, and it needs no index. A line that cannot be read is skipped.
 *
 * @param size the length of the log, in bytes
 * @param known entries whose offsets are already known
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
    const found = await firstPlaceAfter(path, middle, right, size);
    if (found?.version === version) return { start: found.offset, end: found.offset };
    if (found !== undefined && found.version < version) start = found.offset;
    else right = middle;
    if (found !== undefined && found.version > version) end = found.offset;
  }
  return { start, end };
}

/** Finds the first readable line that begins after one byte and before another. */
async function firstPlaceAfter(
  path: string,
  after: number,
  before: number,
  size: number,
): Promise<LogPlace | undefined> {
  let isFirst = true; // begins at the byte or before it
  for await (const { text, start } of fileLines(path, after, size)) {
    if (start >= before) return undefined;
    const entry = isFirst ? undefined : parseAuditLine(text);
    isFirst = false;
    if (entry !== undefined) return { version: entry.version, offset: start };
  }
  return undefined;
}
