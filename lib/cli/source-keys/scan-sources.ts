import { setImmediate as pause } from 'node:timers/promises';
import type { Finding } from '../output/finding.js';
import { collectReferences, type CollectOptions } from './collect-references.js';
import { ModuleGraph } from './module-graph.js';
import { OWN_FUNCTIONS, READING_METHODS } from './own-calls.js';
import { ReferenceCollector } from './reference-collector.js';
import type { SourceReferences } from './source-references.js';

/** The flags in source files, and the files that could not be searched. */
export interface ScannedSources extends SourceReferences {
  readonly problems: readonly Finding[];
}

/** Files without any of these words cannot mention a flag, and are not parsed. */
const WORDS = [
  ...Object.keys(OWN_FUNCTIONS),
  'initialFlags',
  'forFeature',
  'FlagManager',
  'FlagReader',
  'FlagGate',
  'AbstractFlagGuard',
];
const CANDIDATE = new RegExp(`\\b(?:${WORDS.join('|')})\\b|\\.(?:${[...READING_METHODS].join('|')})\\s*[(<]`);
const OPEN_FEATURE = /@openfeature\/|\.get(?:Boolean|String|Number|Object)(?:Value|Details)\b/;

/** Searches source files for flags. */
export async function scanSources(files: readonly string[], options: CollectOptions): Promise<ScannedSources> {
  const graph = new ModuleGraph();
  const collector = new ReferenceCollector(graph);
  const problems: Finding[] = [];
  for (const [index, file] of files.entries()) {
    const text = graph.text(file);
    if (text === undefined) continue;
    if (!CANDIDATE.test(text) && !(options.openFeature && OPEN_FEATURE.test(text))) continue;
    const module = graph.module(file, text);
    if (module !== undefined) {
      try {
        collectReferences(module, collector, options);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        problems.push(unreadable(file, 'The file is nested too deeply, and was searched only in part.'));
      }
    }
    if (index % 50 === 0) await pause(); // so that an interrupt is handled
  }
  for (const file of files) {
    const message = graph.problems.get(file);
    if (message !== undefined) problems.push(unreadable(file, message));
  }
  const { keys, definitions, dynamic } = collector;
  return { keys, definitions, dynamic, problems };
}

function unreadable(file: string, message: string): Finding {
  return { rule: 'unreadable-source', message, place: { file } };
}
