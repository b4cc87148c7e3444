import { isDeepStrictEqual } from 'node:util';
import type { Flag } from '../engine/flag.js';
import type { Segment } from '../engine/targeting/segment.js';
import { isPlainObject } from '../internal/options/plain-entries.js';

/**
 * What a source delivers, in which unchanged definitions are replaced by those that were parsed before. The parser accepts
 * its own results as they are, so that only what has changed is parsed, even if a source delivers everything. This is safe
 * because parsing a parsed definition again gives the same definition.
 *
 * @param delivered untrusted; returned as it is if it holds no definitions by key
 * @param known what was read of this source before
 */
export function withKnownDefinitions(delivered: unknown, known: ReadonlyMap<string, Flag | Segment>): unknown {
  if (known.size === 0 || !isPlainObject(delivered)) return delivered;
  try {
    const all: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [key, written] of Object.entries(delivered)) {
      const definition = known.get(key);
      all[key] = definition !== undefined && saysTheSame(written, definition) ? definition : written;
    }
    return all;
  } catch {
    return delivered; // a getter or proxy of it throws
  }
}

function saysTheSame(written: unknown, known: Flag | Segment): boolean {
  if (written === known) return true;
  const { key } = known;
  if (typeof written === 'boolean') return isDeepStrictEqual({ key, type: 'boolean', enabled: written }, known);
  if (!isPlainObject(written)) return false;
  const defaults = 'type' in known ? { key, enabled: true } : { key };
  return isDeepStrictEqual({ ...defaults, ...written }, known);
}
