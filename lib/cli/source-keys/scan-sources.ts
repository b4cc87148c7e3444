import { setImmediate as pause } from 'node:timers/promises';
import type { Finding } from '../output/finding.js';
import { candidateFiles } from './candidate-files.js';
import { collectReferences, type CollectOptions } from './collect-references.js';
import { ModuleGraph } from './module-graph.js';
import { ReferenceCollector } from './reference-collector.js';
import type { SourceProblem } from './source-problem.js';
import type { SourceReferences } from './source-references.js';

/** The flags in source files, and the files that could not be searched. */
export interface ScannedSources extends SourceReferences {
  readonly problems: readonly Finding[];
}

/** Searches source files for flags. */
export async function scanSources(files: readonly string[], options: CollectOptions): Promise<ScannedSources> {
  const graph = new ModuleGraph();
  const collector = new ReferenceCollector(graph);
  const problems: Finding[] = [];
  const candidates = await candidateFiles(files, graph, options);
  for (const [index, file] of files.entries()) {
    if (index % 50 === 0) await pause(); // so that an interrupt is handled
    const module = candidates.has(file) ? graph.module(file) : undefined;
    if (module === undefined) continue;
    try {
      collectReferences(module, collector, options);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push(unreadable(file, { message: 'The file is nested too deeply, and was searched only in part.' }));
    }
  }
  for (const file of files) {
    const problem = graph.problems.get(file);
    if (problem !== undefined) problems.push(unreadable(file, problem));
  }
  const { keys, definitions, dynamic } = collector;
  return { keys, definitions, dynamic, problems };
}

function unreadable(file: string, { message, ...place }: SourceProblem): Finding {
  return { rule: 'unreadable-source', message, place: { file, ...place } };
}
