import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EvaluateResults } from '../evaluate/evaluate-results.js';
import type { HttpResults } from '../http/http-suite.js';
import type { ManyResults } from '../many/many-results.js';
import type { MemoryResults } from '../memory/memory-results.js';
import { suites, type Suite } from '../options.js';
import type { PostgresResults } from '../postgres/postgres-results.js';
import type { RedisResults } from '../redis/redis-results.js';
import { log } from './log.js';
import type { Machine } from './machine.js';

/** What one suite measured, with where and when. */
export interface Kept<R> {
  /** See {@link RESULTS_FORMAT}. */
  readonly format: number;
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
  readonly redis?: Kept<RedisResults>;
  readonly postgres?: Kept<PostgresResults>;
  readonly http?: Kept<HttpResults>;
}

/** Increase it when the shape of any suite's results changes: results of another format cannot be reported. */
export const RESULTS_FORMAT = 2;

const FOLDER = new URL('../../results/', import.meta.url);

/** The results of earlier runs, without those of another format. */
export function readKept(): AllKept {
  const kept: Partial<Record<Suite, unknown>> = {};
  for (const suite of suites) {
    const file = fileOf(suite);
    if (!existsSync(file)) continue;
    const results: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isCurrent(results)) kept[suite] = results;
    else log(`${suite}: its results are of an older format and are left out; run it again`);
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

function isCurrent(results: unknown): boolean {
  return typeof results === 'object' && results !== null && 'format' in results && results.format === RESULTS_FORMAT;
}

function fileOf(suite: Suite): string {
  return fileURLToPath(new URL(`${suite}.json`, FOLDER));
}
