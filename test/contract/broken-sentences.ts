import { setImmediate } from 'node:timers/promises';
import { expect, jest } from '@jest/globals';
import type { ContractRunner } from '../../lib/testing/contract-options.js';

interface Item {
  readonly sentence: string;
  readonly check: () => Promise<void>;
}

/**
 * The sentences of a contract that its subject breaks. Runs them at the same time, on jest's fake clock.
 *
 * @param fewest the contract must have more sentences than this
 * @param only which of them to run. @default all
 */
export async function brokenSentences(
  contract: (runner: ContractRunner) => void,
  fewest: number,
  only = /^/,
): Promise<readonly string[]> {
  const all: Item[] = [];
  contract({ describe: (_, body) => body(), it: (sentence, check) => all.push({ sentence, check }) });
  expect(all.length).toBeGreaterThan(fewest);
  const items = all.filter(({ sentence }) => only.test(sentence));
  const running = new Set(items);
  const results = Promise.allSettled(items.map((item) => item.check().finally(() => running.delete(item))));
  while (running.size > 0) {
    await setImmediate(); // whatever needs no time gets it
    await jest.advanceTimersByTimeAsync(500);
  }
  return (await results).flatMap(({ status }, i) => (status === 'rejected' ? [items[i]?.sentence ?? ''] : []));
}
