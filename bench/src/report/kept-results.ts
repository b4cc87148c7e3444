import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EvaluateResults } from '../evaluate/evaluate-results.js';
import type { HttpResults } from '../http/http-suite.js';
import type { ManyResults } from '../many/many-results.js';
import type { MemoryResults } from '../memory/memory-results.js';
import { suites, type Suite } from '../options.js';
import type { Machine } from './machine.js';

/** What one suite measured, with where and when. */
export interface Kept<R> {
  /** ISO 8601, the day. */
  readonly date: string;
  readonly machine: Machine;
  /** By package. */
  readonly versions: Readonly<Record<string, string>>;
  readonly results: R;
}

/** What is known of each suite: of this run, else of an earlier one. */
export interface AllKept {
  readonly evaluate?: Kept<EvaluateResults>;
  readonly memory?: Kept<MemoryResults>;
  readonly many?: Kept<ManyResults>;
  readonly http?: Kept<HttpResults>;
}

const FOLDER = new URL('../../results/', import.meta.url);

/** The results of earlier runs. */
export function readKept(): AllKept {
  const kept: Partial<Record<Suite, unknown>> = {};
  for (const suite of suites) {
    const file = fileOf(suite);
    if (existsSync(file)) kept[suite] = JSON.parse(readFileSync(file, 'utf8'));
  }
  return kept as AllKept; // only this program writes them
}

export function writeKept(all: AllKept): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const suite of suites) {
    const kept = all[suite];
    if (kept !== undefined) writeFileSync(fileOf(suite), `${JSON.stringify(kept, undefined, 2)}\n`);
  }
}

function fileOf(suite: Suite): string {
  return fileURLToPath(new URL(`${suite}.json`, FOLDER));
}
