import { InvalidFlagError, type FlagIssue } from '../engine/flag.errors.js';
import type { Flag } from '../engine/flag.js';
import { parseFlags } from '../engine/parse-flag.js';
import { parseSegments } from '../engine/targeting/schema/parse-segment.js';
import type { Segment } from '../engine/targeting/segment.js';

/** What a source holds, read. */
export interface ParsedFlagSet {
  readonly flags: Map<string, Flag>;
  readonly segments: Map<string, Segment>;
}

/**
 * Reads the untrusted definitions of a whole source.
 *
 * @param source named in the error
 * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all its flags and segments at once
 */
export function parseFlagSet(set: { flags: unknown; segments?: unknown }, source: string): ParsedFlagSet {
  const { flags, segments = {} } = set;
  const issues: (readonly FlagIssue[])[] = [];
  const parsed = {
    flags: attempt(() => parseFlags(flags), issues),
    segments: attempt(() => parseSegments(segments), issues),
  };
  if (issues.length > 0) throw new InvalidFlagError(issues.flat(), source);
  return parsed;
}

function attempt<D>(parse: () => Map<string, D>, issues: (readonly FlagIssue[])[]): Map<string, D> {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidFlagError)) throw error;
    issues.push(error.issues);
    return new Map();
  }
}
