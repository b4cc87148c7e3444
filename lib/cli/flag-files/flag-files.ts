import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import { checkLayers } from '../../engine/targeting/check/check-layers.js';
import { checkPrerequisites } from '../../engine/targeting/check/check-prerequisites.js';
import { checkReferences } from '../../engine/targeting/check/check-references.js';
import { linkedDefinitions } from '../../engine/targeting/check/linked-definitions.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { Finding } from '../output/finding.js';
import type { FlagFileContent } from './flag-file-content.js';
import { readFlagFile, shownIssuePath } from './read-flag-file.js';

/** Reads flag files, in order. */
export async function readFlagFiles(files: readonly string[]): Promise<FlagFileContent[]> {
  const contents: FlagFileContent[] = [];
  for (const file of files) contents.push(await readFlagFile(file)); // one at a time: a file may take 100 MB to parse
  return contents;
}

/** Definitions of a caller, who may add to them. */
export interface MergedDefinitions extends Definitions {
  readonly flags: Map<string, Flag>;
  readonly segments: Map<string, Segment>;
}

/** The definitions of several files; where several define the same key, the first one is used. */
export function mergedDefinitions(contents: readonly FlagFileContent[]): MergedDefinitions {
  const flags = new Map<string, Flag>();
  const segments = new Map<string, Segment>();
  for (const content of contents) {
    for (const [key, flag] of content.flags) if (!flags.has(key)) flags.set(key, flag);
    for (const [key, segment] of content.segments) if (!segments.has(key)) segments.set(key, segment);
  }
  return { flags, segments };
}

/**
 * Finds references between the definitions of all files that cannot be followed, such as an unknown segment. Custom
 * operators, strategies and bucketers are not considered, because only the application knows them.
 *
 * @param definitions further definitions, such as those in code, that files may refer to
 */
export function referenceProblems(
  contents: readonly FlagFileContent[],
  definitions: Definitions = mergedDefinitions(contents),
): Finding[] {
  const linked = linkedDefinitions(definitions);
  const problems = [
    ...checkReferences(definitions, linked),
    ...checkPrerequisites(definitions, linked),
    ...checkLayers(linked.flags),
  ];
  return problems.flatMap(({ kind, key, path, message }): Finding[] => {
    const section = kind === 'flag' ? 'flags' : 'segments';
    const content = contents.find((each) => each[section].has(key));
    if (content === undefined) return [];
    const full = [section, key, ...path];
    const about = kind === 'flag' ? { flag: key } : {};
    return [
      {
        rule: 'invalid-definition',
        message: `${shownIssuePath(full)} ${message}.`,
        place: content.placeOf(full),
        ...about,
      },
    ];
  });
}
