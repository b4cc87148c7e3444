import { referencesOf } from '../../engine/targeting/references.js';
import { didYouMean } from '../../internal/nearest-name.js';
import { quoted } from '../../internal/shown-text.js';
import type { Finding } from '../output/finding.js';
import type { DefinedFlag } from './defined-flag.js';

/** Reports flags whose prerequisites or conditions refer to a flag that nothing defines, which counts as off. */
export function unknownReferences(
  defined: ReadonlyMap<string, DefinedFlag>,
  isKnown: (key: string) => boolean,
): Finding[] {
  return [...defined.values()].flatMap(({ key, place, known }): Finding[] => {
    const referred = known === undefined ? [] : [...new Set(referencesOf(known).flags)];
    return referred
      .filter((other) => !isKnown(other))
      .map((other) => {
        const message = `The flag ${quoted(key, 128)} refers to the flag ${quoted(other, 128)}, which nothing defines.`;
        return { rule: 'unknown-flag', message: message + didYouMean(other, defined.keys()), place, flag: key };
      });
  });
}
