import { evaluateGoals } from '../evaluate/evaluate-goals.js';
import { evaluateSection } from '../evaluate/evaluate-section.js';
import { httpGoals, httpSection } from '../http/http-suite.js';
import { manyGoals } from '../many/many-goals.js';
import { manySection } from '../many/many-section.js';
import { memoryGoals } from '../memory/memory-goals.js';
import { memorySection } from '../memory/memory-section.js';
import { redisGoals } from '../redis/redis-goals.js';
import { redisSection } from '../redis/redis-section.js';
import { goalsTable } from './goals-table.js';
import type { AllKept, Kept } from './kept-results.js';
import { describedMachine } from './machine.js';
import { markdownTable } from './markdown-table.js';

/** The whole report, in Markdown, from what is known of each suite. */
export function report(all: AllKept): string {
  const { evaluate, memory, many, redis, http } = all;
  const goals = [
    ...(evaluate === undefined ? [] : evaluateGoals(evaluate.results)),
    ...(memory === undefined ? [] : memoryGoals(memory.results)),
    ...(many === undefined ? [] : manyGoals(many.results)),
    ...(redis === undefined ? [] : redisGoals(redis.results)),
    ...(http === undefined ? [] : httpGoals(http.results)),
  ];
  return [
    '# Benchmark',
    'Written by `npm run bench`; the figures behind it are in `results`. What is measured and how stands in [README.md](README.md). To run one suite only: `npm run bench -- --only evaluate` (or `memory`, `many`, `redis`, `http`). Ratios hold for one run on one machine; absolute figures differ from machine to machine.',
    '## Goals',
    goalsTable(goals),
    ...section(evaluate, evaluateSection),
    ...section(memory, memorySection),
    ...section(many, manySection),
    ...section(redis, redisSection),
    ...section(http, httpSection),
    '## Versions',
    versionsTable(all),
  ]
    .join('\n\n')
    .concat('\n');
}

function section<R>(kept: Kept<R> | undefined, write: (results: R) => string): readonly string[] {
  return kept === undefined ? [] : [write(kept.results), `_${kept.date}: ${describedMachine(kept.machine)}._`];
}

function versionsTable({ evaluate, memory, many, redis, http }: AllKept): string {
  const versions = {
    ...http?.versions,
    ...redis?.versions,
    ...many?.versions,
    ...memory?.versions,
    ...evaluate?.versions,
  };
  return markdownTable(
    ['package', 'version'],
    Object.entries(versions).toSorted(([a], [b]) => a.localeCompare(b)),
    2,
  );
}
