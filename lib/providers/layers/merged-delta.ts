import type { FlagSetDelta } from '../flag-provider.js';
import type { LayeredDefinitions } from './layered-definitions.js';

/**
 * Converts a delta of one layer to a delta of all layers together: a removed definition may be defined in a lower
 * layer, and a changed one may be hidden by a higher layer. `undefined` if one of the definitions cannot be read.
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
    flags: definitionsOf(flags, (key) => layers.flag(key)),
    segments: definitionsOf(segments, (key) => layers.segment(key)),
  };
}

function definitionsOf<D>(changed: object, definitionOf: (key: string) => D | undefined): Record<string, D | null> {
  return Object.fromEntries(Object.keys(changed).map((key) => [key, definitionOf(key) ?? null]));
}
