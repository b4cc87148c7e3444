import type { LastGoodDefinitions } from './last-good-definitions.js';

/**
 * Definitions of one kind by key, each of the first layer that has it. One that is there but cannot be read hides those
 * of lower layers: they must not answer for it.
 */
export function mergeDefinitions<D>(layers: readonly LastGoodDefinitions<D>[]): Record<string, D> {
  const merged: Record<string, D> = {}; // keys are legal here, `__proto__` is not
  const unreadable = new Set<string>();
  for (const { all, problems } of layers) {
    for (const [key, definition] of all) {
      if (!unreadable.has(key) && !Object.hasOwn(merged, key)) merged[key] = definition;
    }
    for (const { key } of problems) unreadable.add(key);
  }
  return merged;
}
