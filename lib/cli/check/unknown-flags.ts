import { nearestName } from '../../internal/nearest-name.js';
import { quoted } from '../../internal/shown-text.js';
import type { Finding } from '../output/finding.js';
import type { KeyReference } from '../source-keys/source-references.js';

/** Reports keys in the code that nothing defines. Calls that may concern something else are not considered. */
export function unknownFlags(
  references: readonly KeyReference[],
  isKnown: (key: string) => boolean,
  keys: Iterable<string>,
): Finding[] {
  const known = [...keys];
  return references.flatMap(({ key, place, kind }): Finding[] => {
    if (kind === 'may ask' || isKnown(key)) return [];
    const nearest = nearestName(key, known);
    const remedy = nearest === undefined ? 'Define it, or correct the key.' : `Did you mean ${quoted(nearest, 128)}?`;
    return [
      { rule: 'unknown-flag', message: `Nothing defines the flag ${quoted(key, 128)}. ${remedy}`, place, flag: key },
    ];
  });
}
