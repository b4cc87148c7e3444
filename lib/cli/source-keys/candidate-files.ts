import { setImmediate as pause } from 'node:timers/promises';
import type { CollectOptions } from './collect-references.js';
import type { ModuleGraph } from './module-graph.js';
import { READING_METHODS } from './own-calls.js';

/** Every file that imports this package contains its name. */
const PACKAGE = /nestjs-feature-flags/;
const PACKAGES = /nestjs-feature-flags|@openfeature\//;

const READS = [...READING_METHODS].join('|');
/** A file may also mention flags without an import: in definitions, and in calls of methods that read flags. */
const MENTION = new RegExp(
  `\\binitialFlags\\b|(?:\\.|\\[\\s*['"\`])(?:${READS})(?:['"\`]\\s*\\])?\\s*(?:\\?\\.\\s*)?[(<]`,
);
const CLIENT_CALL = /\bget(?:Boolean|String|Number|Object)(?:Value|Details)\b/;

/** The specifiers of imports, exports and calls of `require`; text that only looks like one does no harm. */
const SPECIFIER = /\b(?:from|import|require)\s*(?:\(\s*)?(?:'([^'\n]+)'|"([^"\n]+)")/g;

/**
 * The files that may mention a flag, which are the ones worth parsing: those that import this package, directly or
 * through other files, and those that mention flags without an import.
 */
export async function candidateFiles(
  files: readonly string[],
  graph: ModuleGraph,
  { openFeature }: CollectOptions,
): Promise<ReadonlySet<string>> {
  const searched = new Set(files);
  const importersOf = new Map<string, string[]>();
  const using = new Set<string>();
  const mentioning: string[] = [];
  let read = 0;
  for (const file of searched) {
    const text = graph.text(file) ?? '';
    if ((openFeature ? PACKAGES : PACKAGE).test(text)) using.add(file);
    if (MENTION.test(text) || (openFeature && CLIENT_CALL.test(text))) mentioning.push(file);
    for (const [, single, double = ''] of text.matchAll(SPECIFIER)) {
      const imported = graph.pathOf(file, single ?? double);
      if (imported === undefined) continue;
      searched.add(imported); // also a file that is not checked itself
      const importers = importersOf.get(imported);
      if (importers === undefined) importersOf.set(imported, [file]);
      else importers.push(file);
    }
    if (++read % 50 === 0) await pause(); // so that an interrupt is handled
  }
  for (const file of using) for (const importer of importersOf.get(file) ?? []) using.add(importer);
  return new Set([...using, ...mentioning]);
}
