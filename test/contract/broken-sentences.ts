import { setImmediate } from 'node:timers/promises';
import { expect, jest } from '@jest/globals';
import type { ContractRunner } from '../../lib/testing/contract-options.js';

interface Item {
  readonly sentence: string;
  readonly check: () => Promise<void>;
}

/**
 * The sentences of a contract that its subject does not hold. Runs all of them at once, on jest's own clock.
 *
 * @param fewest the contract has more sentences than that: none was lost on the way
 */
export async function brokenSentences(
  contract: (runner: ContractRunner) => void,
  fewest: number,
): Promise<readonly string[]> {
  const items: Item[] = [];
  contract({ describe: (_, body) => body(), it: (sentence, check) => items.push({ sentence, check }) });
  expect(items.length).toBeGreaterThan(fewest);
  const running = new Set(items);
  const results = Promise.allSettled(items.map((item) => item.check().finally(() => running.delete(item))));
  while (running.size > 0) {
    await setImmediate(); // whatever needs no time gets it
    await jest.advanceTimersByTimeAsync(500);
  }
  return (await results).flatMap(({ status }, i) => (status === 'rejected' ? [items[i]?.sentence ?? ''] : []));
}
