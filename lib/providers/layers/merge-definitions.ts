import type { LayerDefinitions } from './definition-layer.js';

/**
 * Merges definitions of one kind: each key comes from the first layer that has it. An unreadable definition hides those
 * of lower layers, which must not replace it. If only one layer has definitions, its own map is returned, which changes
 * with it.
 */
export function mergeDefinitions<D>(layers: readonly LayerDefinitions<D>[]): ReadonlyMap<string, D> {
  const [first, ...others] = layers.filter(({ all, problems }) => all.size > 0 || problems.length > 0);
  if (first === undefined) return NONE;
  if (others.length === 0) return first.all;
  const merged = new Map(first.all);
  const unreadable = new Set(first.problems.map(({ key }) => key));
  for (const { all, problems } of others) {
    for (const [key, definition] of all) {
      if (!unreadable.has(key) && !merged.has(key)) merged.set(key, definition);
    }
    for (const { key } of problems) unreadable.add(key);
  }
  return merged;
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** The result of {@link mergeDefinitions} for one key. */
export function mergedDefinition<D>(layers: readonly LayerDefinitions<D>[], key: string): D | undefined {
  return layers.find((layer) => layer.claims(key))?.all.get(key);
}
