import type { Definitions } from '../../../lib/engine/definitions.js';
import { parseFlags } from '../../../lib/engine/parse/parse-flag.js';
import { parseSegments } from '../../../lib/engine/targeting/schema/parse-segment.js';

/** Written flags and segments, parsed, but not yet checked against each other. */
export function definitionSet(
  flags: Readonly<Record<string, unknown>>,
  segments: Readonly<Record<string, unknown>> = {},
): Definitions {
  return { flags: parseFlags(flags), segments: parseSegments(segments) };
}
