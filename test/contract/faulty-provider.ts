import { isDeepStrictEqual } from 'node:util';
import type { Flag, FlagDefinitions } from '../../lib/engine/flag.js';
import { parseFlags } from '../../lib/engine/parse/parse-flag.js';
import type { Segment, SegmentDefinitions } from '../../lib/engine/targeting/segment.js';
import type { FlagSet, FlagWrite, SegmentWrite } from '../../lib/providers/flag-provider.js';
import { MemoryProvider } from '../../lib/providers/memory.provider.js';
import { flagProviderContract } from '../../lib/testing/flag-provider.contract.js';
import type { OpenProvider, ProviderAbility, ProviderUnderTest } from '../../lib/testing/provider-under-test.js';
import { failingTests } from './failing-tests.js';

type Constructor = new (...args: ConstructorParameters<typeof MemoryProvider>) => MemoryProvider;

/** A memory provider of the given class, whose source changes from outside. */
export function opened(Provider: Constructor, outage: Pick<ProviderUnderTest, 'break' | 'repair'> = {}): OpenProvider {
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

/** The titles of the tests that a provider fails. */
export function failedBy(open: OpenProvider, lacks: readonly ProviderAbility[] = []): Promise<readonly string[]> {
  return failingTests((runner) => flagProviderContract(runner, 'provider', open, { lacks }), 32 - 4 * lacks.length);
}

/** A provider whose source breaks, and which then answers so; `lasting` tells whether repairing helps nothing. */
export function away(answer: () => FlagSet | Promise<FlagSet>, lasting = () => false): OpenProvider {
  return (definitions) => {
    let broken = false;
    const memory = new MemoryProvider(definitions);
    return {
      provider: { name: 'away', load: () => (broken ? answer() : memory.load()) },
      break: () => void (broken = true),
      repair: () => void (broken = lasting()),
    };
  };
}

type Write = MemoryProvider['write'];

/** A sound provider but for its way to write. */
export function writing(write: (sound: Write, request: FlagWrite) => Promise<Flag | undefined>): OpenProvider {
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
export function writingSegments(
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
export function careless(read: (source: FlagSet) => FlagSet): OpenProvider {
  return (flags, segments) => {
    let source: FlagSet = { flags, segments };
    return {
      provider: { name: 'careless', load: () => structuredClone(read(source)) },
      holdsSegments: true,
      change: (nextFlags, nextSegments) => void (source = { flags: nextFlags, segments: nextSegments }),
    };
  };
}

export function deafToSegments(definitions: FlagDefinitions, segments: SegmentDefinitions): ProviderUnderTest {
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
export function readable<D>(
  definitions: Readonly<Record<string, D>>,
  parse: (key: string, definition: D) => { readonly issues?: unknown },
): Record<string, D> {
  const sound = Object.entries(definitions).filter(([key, definition]) => parse(key, definition).issues === undefined);
  return Object.fromEntries(sound);
}
