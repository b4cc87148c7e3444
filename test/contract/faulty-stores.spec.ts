import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import type { OpenStore } from '../../lib/testing/store-under-test.js';
import { brokenSentences } from './broken-sentences.js';
import { appendFaults } from './faulty-stores/append.faults.js';
import { documentFaults } from './faulty-stores/document.faults.js';
import { leaseFaults } from './faulty-stores/lease.faults.js';
import { lifetimeFaults } from './faulty-stores/lifetime.faults.js';
import { outageFaults } from './faulty-stores/outage.faults.js';
import { queryFaults } from './faulty-stores/query.faults.js';
import { stickyFaults } from './faulty-stores/sticky.faults.js';
import { timeFaults } from './faulty-stores/time.faults.js';
import { watchFaults } from './faulty-stores/watch.faults.js';
import { opened, plain, SharedStore } from './shared-store.js';

/** The sentences of the contract that a store does not hold. */
function brokenBy(open: OpenStore): Promise<readonly string[]> {
  return brokenSentences((runner) => flagStoreContract(runner, 'store', open), 50);
}

describe('flagStoreContract', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['sound', opened(SharedStore)],
    ['sound, and able to do only what every store has to', plain],
  ])('has nothing to say against a store that is %s', async (_, open) => {
    expect(await brokenBy(open)).toEqual([]);
  });

  it.each([
    ...documentFaults,
    ...appendFaults,
    ...queryFaults,
    ...watchFaults,
    ...outageFaults,
    ...stickyFaults,
    ...leaseFaults,
    ...timeFaults,
    ...lifetimeFaults,
  ])('finds a store that %s', async (_, open, sentence) => {
    expect(await brokenBy(open)).toContainEqual(expect.stringMatching(sentence));
  });
});
