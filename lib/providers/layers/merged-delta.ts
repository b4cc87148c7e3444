import type { FlagSetDelta } from '../flag-provider.js';
import type { LayeredDefinitions } from './layered-definitions.js';

/**
 * What the delta that one of several layers has taken over means for all of them together: lower layers answer for what is
 * gone, and higher ones hide what has changed. `undefined` when a definition that it names cannot be read.
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
