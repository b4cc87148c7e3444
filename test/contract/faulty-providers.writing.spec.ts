import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Flag } from '../../lib/engine/flag.js';
import type { FlagProviderListener, FlagSet, FlagWrite, Unwatch } from '../../lib/providers/flag-provider.js';
import { MemoryProvider } from '../../lib/providers/memory.provider.js';
import { VersionConflictError } from '../../lib/providers/provider.errors.js';
import type { OpenProvider } from '../../lib/testing/provider-under-test.js';
import { failedBy, opened, writing } from './faulty-provider.js';

describe('The writing part of flagProviderContract', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each<[fault: string, open: OpenProvider, title: RegExp]>([
    ['drops what is written', writing(async (_, { flag }) => flag), /^stores flags of all kinds and delivers them/],
    [
      'rejects a slash in a key',
      writing((write, request) => {
        if (request.key.includes('/')) throw new Error('no slash');
        return write(request);
      }),
      /^stores flags under keys with every valid character/,
    ],
    [
      'deletes nothing',
      writing(async (write, request) => (request.flag === undefined ? undefined : write(request))),
      /^deletes a flag and does not change the others/,
    ],
    [
      'answers without a version',
      writing(async (write, request) => (await write(request)) && request.flag),
      /^gives every write of a flag a higher version/,
    ],
    [
      'does not look at the expected version',
      writing((write, { key, flag }) => write({ key, flag })),
      /^rejects a write of a flag that expects another version/,
    ],
    [
      'tells of a conflict, and writes all the same',
      writing(async (write, request) => {
        try {
          return await write(request);
        } catch (error) {
          if (error instanceof VersionConflictError) await write({ key: request.key, flag: request.flag });
          throw error;
        }
      }),
      /^rejects a write of a flag that expects another version/,
    ],
    [
      'tells of a conflict by an error of its own',
      writing((write, request) => write(request).catch(() => Promise.reject(new Error('somebody was faster')))),
      /^rejects a write of a flag that expects another version/,
    ],
    [
      'looks at the version before it waits for its turn',
      opened(
        class extends MemoryProvider {
          override async write({ key, flag, expectedVersion }: FlagWrite): Promise<Flag | undefined> {
            const { version } = (super.load().flags[key] ?? { version: 0 }) as { version: number };
            if (expectedVersion !== undefined && expectedVersion !== version) {
              throw new VersionConflictError(key, expectedVersion, version);
            }
            await Promise.resolve();
            return await super.write({ key, flag });
          }
        },
      ),
      /^accepts exactly one of several writes of a flag that expect the same version/,
    ],
    [
      'writes its whole set as it was when the write began',
      opened(
        class extends MemoryProvider {
          #set: FlagSet = super.load();
          override load(): FlagSet {
            return { flags: { ...this.#set.flags } };
          }
          override async write(request: FlagWrite): Promise<Flag | undefined> {
            const before = this.#set.flags;
            const stored = await super.write(request);
            this.#set = { flags: { ...before, [request.key]: stored } };
            return stored;
          }
        },
      ),
      /^loses none of several flags that are written concurrently/,
    ],
    [
      'announces only what others write',
      opened(
        class extends MemoryProvider {
          #writing = false;
          override watch(listener: FlagProviderListener): Unwatch {
            return super.watch(() => (this.#writing ? undefined : listener()));
          }
          override async write(request: FlagWrite): Promise<Flag | undefined> {
            this.#writing = true;
            try {
              return await super.write(request);
            } finally {
              this.#writing = false;
            }
          }
        },
      ),
      /^announces flags that are written through it/,
    ],
  ])('rejects a provider that %s', async (_, open, title) => {
    expect(await failedBy(open)).toContainEqual(expect.stringMatching(title));
  });
});
