import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { quoted } from '../../internal/shown-text.js';
import type { Finding } from '../output/finding.js';
import type { SourceReferences } from '../source-keys/source-references.js';
import type { DefinedFlag } from './defined-flag.js';

export interface UnusedFlagsOptions {
  readonly references: SourceReferences;
  readonly segments: Iterable<Segment>;
  /** Whether a flag is used by something that is not in the code. */
  readonly isUsed: (key: string) => boolean;
}

/**
 * Reports flags that no code asks for. A flag that another flag or a segment refers to is used, and so is one with
 * `client: true`, because browsers and other services may ask for it.
 */
export function unusedFlags(
  defined: ReadonlyMap<string, DefinedFlag>,
  { references, segments, isUsed }: UnusedFlagsOptions,
): Finding[] {
  const used = new Set(references.keys.filter(({ kind }) => kind !== 'names').map(({ key }) => key));
  for (const { flag } of defined.values()) if (flag !== undefined) addReferences(used, flag);
  for (const segment of segments) addReferences(used, segment);
  const hint =
    references.dynamic.length === 0 ? '' : ' Some keys in the code are not constants, so it may be asked for there.';
  return [...defined.values()].flatMap(({ key, place, flag }): Finding[] => {
    if (used.has(key) || isUsed(key) || flag?.client === true) return [];
    const message =
      `No code asks for the flag ${quoted(key, 128)}: delete its definition.${hint} If something else asks for it, ` +
      'pass its key to --used.';
    return [{ rule: 'unused-flag', message, place, flag: key }];
  });
}

function addReferences(used: Set<string>, definition: Parameters<typeof referencesOf>[0]): void {
  for (const key of referencesOf(definition).flags) used.add(key);
}
