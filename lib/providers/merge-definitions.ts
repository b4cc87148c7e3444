import type { LastGoodDefinitions } from './last-good-definitions.js';

/**
 * Definitions of one kind by key, each of the first layer that has it. One that is there but cannot be read hides those
 * of lower layers: they must not answer for it.
 */
export function mergeDefinitions<D>(layers: readonly LastGoodDefinitions<D>[]): Map<string, D> {
  const [first, ...others] = layers;
  const merged = new Map(first?.all);
  const unreadable = new Set(first?.problems.map(({ key }) => key));
  for (const { all, problems } of others) {
    for (const [key, definition] of all) {
      if (!unreadable.has(key) && !merged.has(key)) merged.set(key, definition);
    }
    for (const { key } of problems) unreadable.add(key);
  }
  return merged;
}

/** What {@link mergeDefinitions} has for one key. */
export function mergedDefinition<D>(layers: readonly LastGoodDefinitions<D>[], key: string): D | undefined {
  return layers.find((layer) => layer.claims(key))?.all.get(key);
}
