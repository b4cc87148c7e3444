import { isDeepStrictEqual } from 'node:util';
import type { Flag } from '../engine/flag.js';
import type { Segment } from '../engine/targeting/segment.js';
import { isPlainObject } from '../internal/options/plain-entries.js';

/**
 * Replaces unchanged definitions of a source by those that were parsed before. The parser returns its own results
 * unchanged, so only changed definitions are parsed, even if the source delivers all of them. This is safe because
 * parsing a parsed definition returns the same definition.
 *
 * @param delivered untrusted; returned unchanged if it is not an object of definitions
 * @param known the definitions that were read from this source before
 */
export function withKnownDefinitions(delivered: unknown, known: ReadonlyMap<string, Flag | Segment>): unknown {
  if (known.size === 0 || !isPlainObject(delivered)) return delivered;
  try {
    const all: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [key, written] of Object.entries(delivered)) {
      const definition = known.get(key);
      all[key] = definition !== undefined && isEquivalent(written, definition) ? definition : written;
    }
    return all;
  } catch {
    return delivered; // a getter or proxy of it throws
  }
}

function isEquivalent(written: unknown, known: Flag | Segment): boolean {
  if (written === known) return true;
  const { key } = known;
  if (typeof written === 'boolean') return isDeepStrictEqual({ key, type: 'boolean', enabled: written }, known);
  if (!isPlainObject(written)) return false;
  const defaults = 'type' in known ? { key, enabled: true } : { key };
  return isDeepStrictEqual({ ...defaults, ...written }, known);
}
