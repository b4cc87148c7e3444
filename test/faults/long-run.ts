import { printRow, printTitle } from './figure-table.js';
import type { Figure } from './figure.js';
import { bootstrap } from './scenarios/bootstrap.js';
import { conflicts } from './scenarios/conflicts.js';
import { forgedMessages } from './scenarios/forged-messages.js';
import { fullDisk } from './scenarios/full-disk.js';
import { handover } from './scenarios/handover.js';
import { herd } from './scenarios/herd.js';
import { lateChanges } from './scenarios/late-changes.js';
import { manyFlags } from './scenarios/many-flags.js';
import { networkCut } from './scenarios/network-cut.js';
import { propagation } from './scenarios/propagation.js';
import { redisKilled } from './scenarios/redis-killed.js';
import { scheduledChanges } from './scenarios/scheduled-changes.js';
import { storeDataLoss } from './scenarios/store-data-loss.js';

const seed = Number(process.env['FAULTS_SEED'] ?? 1);

const SCENARIOS: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  propagation: () => propagation({ processes: 8, changes: 1000 }),
  'forged-messages': () => forgedMessages({ processes: 4, duration: 10_000 }),
  'store-data-loss': () => storeDataLoss({ processes: 4, rounds: 20 }),
  'redis-killed': () => redisKilled({ processes: 4, writers: 10, watchers: 1, kills: 20, seed }),
  'network-cut': () =>
    networkCut({ processes: 4, writers: 10, watchers: 1, rounds: 2, calls: 6, storeTimeout: '5s', seed }),
  conflicts: () => conflicts({ processes: 4, edits: 200, rounds: 20 }),
  handover: () => handover({ rounds: 100 }),
  'many-flags': () => manyFlags({ flags: 10_000, boots: 5, changes: 100 }),
  'scheduled-changes': () => scheduledChanges({ trials: 100, lanes: 2, seed }),
  'late-changes': () => lateChanges({ rounds: 10 }),
  herd: () => herd({ processes: 4, instances: 100, changes: 50 }),
  'full-disk': () => fullDisk({ rounds: 50, changes: 20 }),
  bootstrap: () => bootstrap({ copies: 20 }),
};

/**
 * Runs scenarios and prints what they measure.
 *
 * @param names which ones; empty: all
 * @returns whether all goals were reached
 */
export async function runFaults(names: readonly string[]): Promise<boolean> {
  let passed = 0;
  let failed = 0;
  printTitle();
  for (const name of names.length === 0 ? Object.keys(SCENARIOS) : names) {
    for (const figure of await figuresOf(name)) {
      printRow(figure);
      if (figure.reached) passed++;
      else failed++;
    }
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed, 0 skipped\n`);
  return failed === 0;
}

async function figuresOf(name: string): Promise<readonly Figure[]> {
  try {
    const scenario = SCENARIOS[name];
    if (scenario === undefined) throw new Error(`There is none; there are ${Object.keys(SCENARIOS).join(', ')}.`);
    return await scenario();
  } catch (error) {
    const evidence = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return [
      { figure: name, goal: 'to its end', measured: 'it broke off', kind: 'correctness', reached: false, evidence },
    ];
  }
}
