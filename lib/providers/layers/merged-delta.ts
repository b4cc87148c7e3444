import type { FlagSetDelta } from '../flag-provider.js';
import type { LayeredDefinitions } from './layered-definitions.js';

/**
 * Turns a delta of one layer into one of all layers together: what is gone may be defined in a lower layer, and what has
 * changed may be hidden by a higher one. `undefined` if a definition that it names cannot be read.
 */
export function mergedDelta(
  layers: LayeredDefinitions,
  { flags = {}, segments = {} }: FlagSetDelta,
): FlagSetDelta | undefined {
  const isUnreadable = layers.problems.some(({ kind = 'flag', key }) =>
    Object.hasOwn(kind === 'flag' ? flags : segments, key),
  );
  if (isUnreadable) return undefined;
  return {
    flags: answersFor(flags, (key) => layers.flag(key)),
    segments: answersFor(segments, (key) => layers.segment(key)),
  };
}

function answersFor<D>(changed: object, answerFor: (key: string) => D | undefined): Record<string, D | null> {
  return Object.fromEntries(Object.keys(changed).map((key) => [key, answerFor(key) ?? null]));
}
