import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FlagProviderListener, FlagSet, Unwatch } from '../../lib/providers/flag-provider.js';
import { MemoryProvider } from '../../lib/providers/memory.provider.js';
import type { OpenProvider } from '../../lib/testing/provider-under-test.js';
import { failedBy, opened } from './faulty-provider.js';

describe('The watching part of flagProviderContract', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each<[fault: string, open: OpenProvider, title: RegExp]>([
    [
      'never announces anything',
      opened(
        class extends MemoryProvider {
          override watch(): Unwatch {
            return () => {};
          }
        },
      ),
      /^announces a change of its source/,
    ],
    [
      'announces, and delivers what it knew before',
      opened(
        class extends MemoryProvider {
          readonly #first = Object.freeze({ flags: Object.freeze({ ...super.load().flags }) });
          override load(): FlagSet {
            return this.#first;
          }
        },
      ),
      /^announces a change of its source/,
    ],
    [
      'announces a delta without the definitions that are gone',
      opened(
        class extends MemoryProvider {
          override watch(listener: FlagProviderListener): Unwatch {
            return super.watch((error, { flags = {} } = {}) => {
              const there = Object.entries(flags).filter(([, flag]) => flag !== null);
              listener(error, { flags: Object.fromEntries(there) });
            });
          }
        },
      ),
      /^announces only deltas that lead to what it then delivers/,
    ],
    [
      'announces a delta without the segments that have changed',
      opened(
        class extends MemoryProvider {
          override watch(listener: FlagProviderListener): Unwatch {
            return super.watch((error, { flags = {} } = {}) => listener(error, { flags }));
          }
        },
      ),
      /^announces only deltas that lead to the segments that it then delivers/,
    ],
    [
      'knows one listener only',
      opened(
        class extends MemoryProvider {
          #unwatch: Unwatch = () => {};
          override watch(listener: FlagProviderListener): Unwatch {
            void this.#unwatch();
            return (this.#unwatch = super.watch(listener));
          }
        },
      ),
      /^announces a change to all listeners/,
    ],
    [
      'cannot be left',
      opened(
        class extends MemoryProvider {
          override watch(listener: FlagProviderListener): Unwatch {
            super.watch(listener);
            return () => {};
          }
        },
      ),
      /^announces nothing to a listener that has stopped watching/,
    ],
    [
      'stops watching for good',
      opened(
        class extends MemoryProvider {
          #left = false;
          override watch(listener: FlagProviderListener): Unwatch {
            const unwatch = this.#left ? () => {} : super.watch(listener);
            return () => {
              this.#left = true;
              return unwatch();
            };
          }
        },
      ),
      /^can be watched again after all listeners have stopped/,
    ],
  ])('rejects a provider that %s', async (_, open, title) => {
    expect(await failedBy(open)).toContainEqual(expect.stringMatching(title));
  });
});
