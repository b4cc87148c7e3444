import { inLab } from '../lab.js';
import { measureFleet } from './measure-fleet.js';
import { measureLargest } from './measure-largest.js';
import { measureStore } from './measure-store.js';

const PARTS = { fleet: measureFleet, store: measureStore, largest: measureLargest } as const;

/** Prints what is measured. @param names of the parts; empty: all */
export async function measureScale(names: readonly string[]): Promise<void> {
  process.stdout.write('| what | measured |\n| --- | --- |\n');
  for (const [name, measure] of Object.entries(PARTS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const [what, figure] of await inLab(measure)) process.stdout.write(`| ${what} | ${figure} |\n`);
  }
}
