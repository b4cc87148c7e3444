import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { summaryTable } from '../evaluate/evaluate-section.js';
import type { AllKept } from './kept-results.js';
import { describedMachine } from './machine.js';

const PAGE = fileURLToPath(new URL('../../../docs/guide/performance.md', import.meta.url));
const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

/** Replaces the text between the marks on the performance page of the manual; without marks, nothing happens. */
export function writePerformancePage({ evaluate }: AllKept): void {
  if (evaluate === undefined) return;
  const page = readFileSync(PAGE, 'utf8');
  const start = page.indexOf(START);
  const end = page.indexOf(END, start);
  if (start < 0 || end < 0) return;
  const { results, machine, date } = evaluate;
  const block = [
    `Nanoseconds per evaluation, medians of ${results.rounds} interleaved rounds (${date}, ${describedMachine(machine)}):`,
    summaryTable(results),
  ].join('\n\n');
  writeFileSync(PAGE, `${page.slice(0, start + START.length)}\n\n${block}\n\n${page.slice(end)}`);
}
