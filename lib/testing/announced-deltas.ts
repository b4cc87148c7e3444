import assert from 'node:assert/strict';
import type { FlagDefinitions } from '../engine/flag.js';
import { parseFlags } from '../engine/parse/parse-flag.js';
import { parseSegments } from '../engine/targeting/schema/parse-segment.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';
import type { FlagSetDelta } from '../providers/flag-provider.js';
import { meaningOf } from './delivered-definitions.js';

/** The content of a source, unparsed. */
interface Content {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly segments: Readonly<Record<string, unknown>>;
}

/**
 * Asserts that deltas, applied in order, lead from what was delivered to what is delivered now. If one announcement has no
 * delta, everything is loaded again, so the others need not be complete.
 */
export function assertDeltasLead(
  [flags, segments]: readonly [FlagDefinitions, SegmentDefinitions],
  deltas: readonly (FlagSetDelta | undefined)[],
  [nextFlags, nextSegments]: readonly [FlagDefinitions, SegmentDefinitions],
): void {
  if (deltas.includes(undefined)) return;
  const content = deltas.reduce<Content>((before, delta) => after(before, delta ?? {}), { flags, segments });
  const complaint = 'the announced deltas do not lead to what load() delivers';
  assert.deepEqual(meaningOf(parseFlags(content.flags)), meaningOf(parseFlags(nextFlags)), complaint);
  assert.deepEqual(meaningOf(parseSegments(content.segments)), meaningOf(parseSegments(nextSegments)), complaint);
}

function after(content: Content, delta: FlagSetDelta): Content {
  return {
    flags: withoutGone({ ...content.flags, ...delta.flags }),
    segments: withoutGone({ ...content.segments, ...delta.segments }),
  };
}

function withoutGone(definitions: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(definitions).filter(([, definition]) => definition !== null));
}
