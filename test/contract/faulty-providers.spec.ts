import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Flag, FlagDefinitions } from '../../lib/engine/flag.js';
import { parseFlag, parseFlags, tryParseFlag } from '../../lib/engine/parse/parse-flag.js';
import { tryParseSegment } from '../../lib/engine/targeting/schema/parse-segment.js';
import type { Segment, SegmentDefinitions } from '../../lib/engine/targeting/segment.js';
import type {
  FlagProviderListener,
  FlagSet,
  FlagWrite,
  SegmentWrite,
  Unwatch,
} from '../../lib/providers/flag-provider.js';
import { MemoryProvider } from '../../lib/providers/memory.provider.js';
import { VersionConflictError } from '../../lib/providers/provider.errors.js';
import { flagProviderContract } from '../../lib/testing/flag-provider.contract.js';
import type { OpenProvider, ProviderAbility, ProviderUnderTest } from '../../lib/testing/provider-under-test.js';
import { brokenSentences } from './broken-sentences.js';

type Constructor = new (...args: ConstructorParameters<typeof MemoryProvider>) => MemoryProvider;

/** A memory provider of the given class, whose source changes from outside. */
function opened(Provider: Constructor, outage: Pick<ProviderUnderTest, 'break' | 'mend'> = {}): OpenProvider {
  return (definitions, segments) => {
    const provider = new Provider(definitions, { segments });
    return {
      provider,
      holdsSegments: true,
      ...outage,
      change: (nextDefinitions, nextSegments) => {
        const held = MemoryProvider.prototype.load.call(provider);
        for (const key of Object.keys(held.flags)) MemoryProvider.prototype.delete.call(provider, key);
        for (const key of Object.keys(held.segments ?? {})) MemoryProvider.prototype.deleteSegment.call(provider, key);
        for (const [key, definition] of Object.entries(nextDefinitions)) provider.set(key, definition);
        for (const [key, definition] of Object.entries(nextSegments)) provider.setSegment(key, definition);
      },
    };
  };
}

/** The sentences of the contract that a provider does not hold. */
function brokenBy(open: OpenProvider, lacks: readonly ProviderAbility[] = []): Promise<readonly string[]> {
  return brokenSentences((runner) => flagProviderContract(runner, 'provider', open, { lacks }), 30 - 4 * lacks.length);
}

describe('flagProviderContract', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('has nothing to say against a sound provider', async () => {
    expect(await brokenBy(opened(MemoryProvider), ['close', 'outage'])).toEqual([]);
  });

  it.each<[fault: string, open: OpenProvider, sentence: RegExp]>([
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
      /^delivers keys with every legal character/,
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
      /^does not hand out its own state/,
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
      /^can be read again/,
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
      /^announces a change to all who watch/,
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
      /^announces nothing to who has stopped watching/,
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
      /^can be watched again after everybody has stopped/,
    ],
    ['drops what is written', writing(async (_, { flag }) => flag), /^stores flags of all sorts/],
    [
      'refuses a slash in a key',
      writing((write, request) => {
        if (request.key.includes('/')) throw new Error('no slash');
        return write(request);
      }),
      /^stores flags under keys with every legal character/,
    ],
    [
      'deletes nothing',
      writing(async (write, request) => (request.flag === undefined ? undefined : write(request))),
      /^deletes a flag/,
    ],
    [
      'answers without a version',
      writing(async (write, request) => (await write(request)) && request.flag),
      /^gives every write of a flag a higher version/,
    ],
    [
      'does not look at the expected version',
      writing((write, { key, flag }) => write({ key, flag })),
      /^refuses a write of a flag that expects another version/,
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
      /^refuses a write of a flag that expects another version/,
    ],
    [
      'tells of a conflict by an error of its own',
      writing((write, request) => write(request).catch(() => Promise.reject(new Error('somebody was faster')))),
      /^refuses a write of a flag that expects another version/,
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
      /^lets exactly one of several writers of a flag win/,
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
      /^loses none of several flags written at once/,
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
    [
      'delivers no segments',
      opened(
        class extends MemoryProvider {
          override load(): FlagSet {
            return { flags: super.load().flags };
          }
        },
      ),
      /^delivers segments beside flags/,
    ],
    [
      'delivers segments only where there are flags',
      opened(
        class extends MemoryProvider {
          override load(): FlagSet {
            const set = super.load();
            return Object.keys(set.flags).length === 0 ? { flags: {} } : set;
          }
        },
      ),
      /^delivers segments alone/,
    ],
    [
      'hands out its own segments',
      opened(
        class extends MemoryProvider {
          readonly #own = super.load().segments;
          override load(): FlagSet {
            return { flags: super.load().flags, segments: this.#own };
          }
        },
      ),
      /^does not hand out its own state/,
    ],
    [
      'skips flags that cannot be read',
      careless(({ flags, segments }) => ({ flags: readable(flags, tryParseFlag), segments })),
      /^does not pass over a flag that cannot be read/,
    ],
    [
      'skips segments that cannot be read',
      careless(({ flags, segments = {} }) => ({ flags, segments: readable(segments, tryParseSegment) })),
      /^does not pass over a segment that cannot be read/,
    ],
    [
      'reports a segment that cannot be read as if it were a flag',
      careless(({ flags, segments = {} }) => {
        const sound = readable(segments, tryParseSegment);
        const bad = Object.keys(segments).filter((key) => !Object.hasOwn(sound, key));
        return { flags, segments: sound, problems: bad.map((key) => ({ key, message: 'cannot be read' })) };
      }),
      /^does not pass over a segment that cannot be read/,
    ],
    [
      'never delivers again once a segment could not be read',
      (definitions, segments) => {
        let damaged = false;
        return careless((set) => {
          const held = set.segments ?? {};
          damaged ||= Object.keys(readable(held, tryParseSegment)).length < Object.keys(held).length;
          if (damaged) throw new Error('is damaged');
          return set;
        })(definitions, segments);
      },
      /^does not pass over a segment that cannot be read/,
    ],
    ['announces changes of its flags only', deafToSegments, /^announces a change of its segments/],
    [
      'drops the segments that are written',
      writingSegments(async (_, { segment }) => segment),
      /^stores segments of all/,
    ],
    [
      'deletes no segments',
      writingSegments(async (write, request) => (request.segment === undefined ? undefined : write(request))),
      /^deletes a segment/,
    ],
    [
      'answers without the version of a segment',
      writingSegments(async (write, request) => (await write(request)) && request.segment),
      /^gives every write of a segment a higher version/,
    ],
    [
      'does not look at the expected version of a segment',
      writingSegments((write, { key, segment }) => write({ key, segment })),
      /^refuses a write of a segment that expects another version/,
    ],
    [
      'looks at the version of a segment before it waits for its turn',
      opened(
        class extends MemoryProvider {
          override async writeSegment({ key, segment, expectedVersion }: SegmentWrite): Promise<Segment | undefined> {
            const { version } = (super.load().segments?.[key] ?? { version: 0 }) as { version: number };
            if (expectedVersion !== undefined && expectedVersion !== version) {
              throw new VersionConflictError(key, expectedVersion, version, 'segment');
            }
            await Promise.resolve();
            return await super.writeSegment({ key, segment });
          }
        },
      ),
      /^lets exactly one of several writers of a segment win/,
    ],
    [
      'deletes the segment with the flag of the same key',
      opened(
        class extends MemoryProvider {
          override async write(request: FlagWrite): Promise<Flag | undefined> {
            if (request.flag === undefined) super.deleteSegment(request.key);
            return await super.write(request);
          }
        },
      ),
      /^keeps a flag and a segment of one key apart/,
    ],
    [
      'expects of a segment the version of the flag of the same key',
      opened(
        class extends MemoryProvider {
          override async writeSegment(request: SegmentWrite): Promise<Segment | undefined> {
            const { version } = parseFlag(request.key, super.load().flags[request.key] ?? true);
            const { expectedVersion, ...write } = request;
            if (version !== undefined && expectedVersion !== undefined && expectedVersion !== version) {
              throw new VersionConflictError(request.key, expectedVersion, version, 'segment');
            }
            return await super.writeSegment(version === undefined ? request : write);
          }
        },
      ),
      /^keeps a flag and a segment of one key apart/,
    ],
  ])('finds a provider that %s', async (_, open, sentence) => {
    expect(await brokenBy(open)).toContainEqual(expect.stringMatching(sentence));
  });
});

/** A provider whose source breaks, and which then answers so; `lasting` tells whether mending helps nothing. */
function away(answer: () => FlagSet | Promise<FlagSet>, lasting = () => false): OpenProvider {
  return (definitions) => {
    let broken = false;
    const memory = new MemoryProvider(definitions);
    return {
      provider: { name: 'away', load: () => (broken ? answer() : memory.load()) },
      break: () => void (broken = true),
      mend: () => void (broken = lasting()),
    };
  };
}

type Write = MemoryProvider['write'];

/** A sound provider but for its way to write. */
function writing(write: (sound: Write, request: FlagWrite) => Promise<Flag | undefined>): OpenProvider {
  return opened(
    class extends MemoryProvider {
      override async write(request: FlagWrite): Promise<Flag | undefined> {
        return await write((each) => super.write(each), request);
      }
    },
  );
}

type SegmentsWrite = MemoryProvider['writeSegment'];

/** A sound provider but for its way to write segments. */
function writingSegments(
  write: (sound: SegmentsWrite, request: SegmentWrite) => Promise<Segment | undefined>,
): OpenProvider {
  return opened(
    class extends MemoryProvider {
      override async writeSegment(request: SegmentWrite): Promise<Segment | undefined> {
        return await write((each) => super.writeSegment(each), request);
      }
    },
  );
}

/** A provider over a source that takes any definition, and what it makes of it. */
function careless(read: (source: FlagSet) => FlagSet): OpenProvider {
  return (flags, segments) => {
    let source: FlagSet = { flags, segments };
    return {
      provider: { name: 'careless', load: () => structuredClone(read(source)) },
      holdsSegments: true,
      change: (nextFlags, nextSegments) => void (source = { flags: nextFlags, segments: nextSegments }),
    };
  };
}

function deafToSegments(definitions: FlagDefinitions, segments: SegmentDefinitions): ProviderUnderTest {
  const flags = new MemoryProvider(definitions);
  let held = segments;
  return {
    provider: {
      name: 'deaf',
      load: () => ({ ...flags.load(), segments: structuredClone(held) }),
      watch: (listener) => flags.watch(listener),
    },
    holdsSegments: true,
    change: (next, nextSegments) => {
      held = nextSegments;
      const current = flags.load().flags;
      for (const [key, flag] of parseFlags(next)) {
        if (!isDeepStrictEqual(current[key], flag)) flags.set(key, flag);
      }
      for (const key of Object.keys(current)) {
        if (!Object.hasOwn(next, key)) flags.delete(key);
      }
    },
  };
}

/** The definitions that the parser takes. */
function readable<D>(
  definitions: Readonly<Record<string, D>>,
  parse: (key: string, definition: D) => { readonly issues?: unknown },
): Record<string, D> {
  const sound = Object.entries(definitions).filter(([key, definition]) => parse(key, definition).issues === undefined);
  return Object.fromEntries(sound);
}
