import type { Flag } from '../engine/flag.js';
import type { Segment } from '../engine/targeting/segment.js';
import { isPlainObject } from '../internal/options/plain-entries.js';
import { flagReader, segmentReader, type DefinitionReader } from './definition-reader.js';
import type { FlagProblem } from './flag-provider.js';
import { readEach } from './parse-flag-set.js';

/** A parsed delta; removed definitions are `undefined`. */
export interface ParsedFlagSetDelta {
  readonly flags: ReadonlyMap<string, Flag | undefined>;
  readonly segments: ReadonlyMap<string, Segment | undefined>;
  /** The definitions that cannot be read. */
  readonly problems: readonly FlagProblem[];
}

/** Parses an untrusted delta; `undefined` if it is invalid, so that the source must be loaded again. Never throws. */
export function parseFlagSetDelta(delta: unknown): ParsedFlagSetDelta | undefined {
  try {
    if (typeof delta !== 'object' || delta === null) return undefined;
    const flags = readChanged(flagReader, 'flags' in delta ? delta.flags : undefined);
    const segments = readChanged(segmentReader, 'segments' in delta ? delta.segments : undefined);
    if (flags === undefined || segments === undefined) return undefined;
    return { flags: flags.all, segments: segments.all, problems: [...flags.problems, ...segments.problems] };
  } catch {
    return undefined; // a getter or proxy of it throws
  }
}

function readChanged<D>(reader: DefinitionReader<D>, changed: unknown = {}) {
  if (!isPlainObject(changed)) return undefined;
  const entries = Object.entries(changed);
  const gone = entries.filter(([, definition]) => definition === null);
  const there = entries.filter(([, definition]) => definition !== null);
  const read = readEach(reader, Object.fromEntries(there));
  if (read === undefined) return undefined;
  const all = new Map<string, D | undefined>(read.all);
  for (const [key] of gone) all.set(key, undefined);
  return { all, problems: read.problems };
}
