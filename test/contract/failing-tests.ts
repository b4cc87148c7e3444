import { setImmediate } from 'node:timers/promises';
import { expect, jest } from '@jest/globals';
import type { ContractRunner } from '../../lib/testing/contract-options.js';

interface ContractTest {
  readonly title: string;
  readonly check: () => Promise<void>;
}

/**
 * The titles of the tests of a contract that its subject fails. Runs them at the same time, on jest's fake clock.
 *
 * @param fewest the contract must have more tests than this
 * @param only the titles of the tests to run. @default all
 */
export async function failingTests(
  contract: (runner: ContractRunner) => void,
  fewest: number,
  only = /^/,
): Promise<readonly string[]> {
  const all: ContractTest[] = [];
  contract({ describe: (_, body) => body(), it: (title, check) => all.push({ title, check }) });
  expect(all.length).toBeGreaterThan(fewest);
  const selected = all.filter(({ title }) => only.test(title));
  const running = new Set(selected);
  const results = Promise.allSettled(selected.map((test) => test.check().finally(() => running.delete(test))));
  while (running.size > 0) {
    await setImmediate(); // lets everything run that needs no time
    await jest.advanceTimersByTimeAsync(500);
  }
  return (await results).flatMap(({ status }, i) => (status === 'rejected' ? [selected[i]?.title ?? ''] : []));
}
