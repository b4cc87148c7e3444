import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { summaryTable } from '../evaluate/evaluate-section.js';
import type { AllKept } from './kept-results.js';
import { describedMachine } from './machine.js';

const README = fileURLToPath(new URL('../../../README.md', import.meta.url));
const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

/** Replaces what stands between the marks in the repository's README; without marks, nothing happens. */
export function writeReadmeBlock({ evaluate }: AllKept): void {
  if (evaluate === undefined) return;
  const readme = readFileSync(README, 'utf8');
  const start = readme.indexOf(START);
  const end = readme.indexOf(END, start);
  if (start < 0 || end < 0) return;
  const { results, machine, date } = evaluate;
  const block = [
    `Nanoseconds per answer, medians of ${results.rounds} interleaved rounds (${date}, ${describedMachine(machine)}):`,
    summaryTable(results),
  ].join('\n\n');
  writeFileSync(README, `${readme.slice(0, start + START.length)}\n\n${block}\n\n${readme.slice(end)}`);
}
