import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Flag } from '../../lib/engine/flag.js';
import type { FlagSet } from '../../lib/providers/flag-provider.js';
import { MemoryProvider } from '../../lib/providers/memory.provider.js';
import type { OpenProvider } from '../../lib/testing/provider-under-test.js';
import { away, failedBy, opened } from './faulty-provider.js';

describe('The loading part of flagProviderContract', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('accepts a valid provider', async () => {
    expect(await failedBy(opened(MemoryProvider), ['close', 'outage'])).toStrictEqual([]);
  });

  it.each<[fault: string, open: OpenProvider, title: RegExp]>([
    [
      'has no name',
      opened(
        class extends MemoryProvider {
          override readonly name = ' ';
        },
      ),
      /^has a name/,
    ],
    [
      'knows no variants',
      opened(
        class extends MemoryProvider {
          override load(): FlagSet {
            const { theme: _, ...flags } = super.load().flags;
            return { flags };
          }
        },
      ),
      /^delivers definitions of all types as given/,
    ],
    [
      'reports a problem that is none',
      opened(
        class extends MemoryProvider {
          override load(): FlagSet {
            return { ...super.load(), problems: [{ key: 'theme', message: 'is not to my taste' }] };
          }
        },
      ),
      /^delivers definitions of all types as given/,
    ],
    [
      'writes keys in lower case',
      opened(
        class extends MemoryProvider {
          override load(): FlagSet {
            const entries = Object.values(super.load().flags as Record<string, Flag>);
            return { flags: Object.fromEntries(entries.map(({ key, ...flag }) => [key.toLowerCase(), flag])) };
          }
        },
      ),
      /^delivers keys with every valid character/,
    ],
    [
      'fails without definitions',
      opened(
        class extends MemoryProvider {
          override load(): FlagSet {
            const set = super.load();
            if (Object.keys(set.flags).length === 0) throw new Error('there is nothing');
            return set;
          }
        },
      ),
      /^delivers an empty set/,
    ],
    [
      'hands out its own object',
      opened(
        class extends MemoryProvider {
          readonly #own = super.load();
          override load(): FlagSet {
            return this.#own;
          }
        },
      ),
      /^does not expose its own state/,
    ],
    [
      'answers one reader only',
      opened(
        class extends MemoryProvider {
          #read = false;
          override load(): FlagSet {
            const set = this.#read ? { flags: {} } : super.load();
            this.#read = true;
            return set;
          }
        },
      ),
      /^can be read repeatedly and concurrently/,
    ],
    ['delivers an empty set during an outage', away(() => ({ flags: {} })), /^rejects while its source cannot be read/],
    ['delivers nothing from the start', away(() => ({ flags: {} })), /^rejects when its source is broken before/],
    ['hangs during an outage', away(() => new Promise(() => {})), /^rejects while its source cannot be read/],
    ['rejects with a text', away(() => Promise.reject('away')), /^rejects while its source cannot be read/],
    [
      'never recovers',
      away(
        () => Promise.reject(new Error('away')),
        () => true,
      ),
      /^rejects while its source cannot be read/,
    ],
    [
      'cannot be closed twice',
      opened(
        class extends MemoryProvider {
          #closed = false;
          close(): void {
            if (this.#closed) throw new Error('is closed');
            this.#closed = true;
          }
        },
      ),
      /^can be closed twice/,
    ],
  ])('rejects a provider that %s', async (_, open, title) => {
    expect(await failedBy(open)).toContainEqual(expect.stringMatching(title));
  });
});
