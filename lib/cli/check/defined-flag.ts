import { tryParseFlag } from '../../engine/parse/parse-flag.js';
import type { Flag } from '../../engine/flag.js';
import type { FlagFileContent } from '../flag-files/flag-file-content.js';
import type { SourcePlace } from '../output/source-place.js';
import type { CodeDefinition } from '../source-keys/source-references.js';
import { knownPart } from './known-part.js';

/** A flag that a file or the code defines. */
export interface DefinedFlag {
  readonly key: string;
  readonly place: SourcePlace;
  /** The definition; `undefined` if it is invalid, or if the code computes it. */
  readonly flag: Flag | undefined;
  /** The definition, or what is known of one that the code computes in part; `undefined` if nothing is known. */
  readonly known: Flag | undefined;
}

/** All flags that are defined, those of files first; where several places define a key, the first one is used. */
export function definedFlags(
  contents: readonly FlagFileContent[],
  code: readonly CodeDefinition[],
): ReadonlyMap<string, DefinedFlag> {
  const all = new Map<string, DefinedFlag>();
  const add = (defined: DefinedFlag) => {
    if (!all.has(defined.key)) all.set(defined.key, defined);
  };
  for (const { flags, keys, placeOf } of contents) {
    for (const key of keys) {
      const flag = flags.get(key);
      add({ key, place: placeOf(['flags', key]), flag, known: flag });
    }
  }
  for (const { key, place, definition } of code) {
    const flag = definition === undefined ? undefined : tryParseFlag(key, definition).definition;
    add({ key, place, flag, known: flag ?? knownPart(key, definition) });
  }
  return all;
}
