import type { Definitions } from '../../definitions.js';
import type { Flag } from '../../flag.js';
import type { Segment } from '../segment.js';

/**
 * The definitions that can be inconsistent: those that name other definitions, a layer or an extension. Most flags name
 * none of these.
 */
export function linkedDefinitions({ flags, segments }: Definitions): Definitions {
  return { flags: linked(flags), segments: linked(segments) };
}

function linked<D extends Flag | Segment>(definitions: ReadonlyMap<string, D>): ReadonlyMap<string, D> {
  const found = new Map<string, D>();
  for (const [key, definition] of definitions) if (isLinked(definition)) found.set(key, definition);
  return found;
}

/** Whether a definition can be inconsistent by itself, and not only because others refer to it. */
export function isLinked(definition: Flag | Segment): boolean {
  if (definition.rules !== undefined) return true;
  if (!('type' in definition)) return false;
  const { prerequisites, layer, type } = definition;
  return prerequisites !== undefined || layer !== undefined || type === 'custom' || 'bucketer' in definition;
}
