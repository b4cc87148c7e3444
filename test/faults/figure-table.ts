import type { Figure } from './figure.js';

/** Begins a table in Markdown. */
export function printTitle(): void {
  printCells(['figure', 'goal', 'measured', 'reached']);
  printCells(['---', '---', '---', '---']);
}

/** Adds a row, with the evidence of what went wrong on standard error. */
export function printRow({ figure, goal, measured, reached, evidence }: Figure): void {
  printCells([figure, goal, measured, reached ? 'reached' : 'MISSED']);
  for (const line of evidence) process.stderr.write(`  ${line}\n`);
}

function printCells(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
