import { printRow, printTitle } from './figure-table.js';
import type { Figure } from './figure.js';
import { SCENARIOS } from './scenarios.js';

/**
 * Runs scenarios and prints what they measure.
 *
 * @param words parts of the names of scenarios; empty: all scenarios
 * @returns whether all goals were reached
 */
export async function runFaults(words: readonly string[]): Promise<boolean> {
  let passed = 0;
  let failed = 0;
  printTitle();
  for (const name of namesWith(words)) {
    for (const figure of await figuresOf(name)) {
      printRow(figure);
      if (figure.reached) passed++;
      else failed++;
    }
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed, 0 skipped\n`);
  return failed === 0;
}

function namesWith(words: readonly string[]): readonly string[] {
  const names = Object.keys(SCENARIOS);
  const unknown = words.filter((word) => !names.some((name) => name.includes(word)));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}; there are ${names.join(', ')}.`);
  return words.length === 0 ? names : names.filter((name) => words.some((word) => name.includes(word)));
}

async function figuresOf(name: string): Promise<readonly Figure[]> {
  try {
    return (await SCENARIOS[name]?.()) ?? [];
  } catch (error) {
    const evidence = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return [
      { figure: name, goal: 'to its end', measured: 'it broke off', kind: 'correctness', reached: false, evidence },
    ];
  }
}
