import type { Flag } from '../../../../lib/engine/flag.js';
import type { Segment } from '../../../../lib/engine/targeting/segment.js';
import { DefinitionCache } from '../../../../lib/manager/definitions/definition-cache.js';
import type { FlagCacheBackend } from '../../../../lib/providers/cache/cache-backend.js';
import type {
  FlagProvider,
  FlagWrite,
  SegmentWrite,
  WritableFlagProvider,
} from '../../../../lib/providers/flag-provider.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { delivers, PolledProvider } from '../fake-providers.js';

export const minute = 60_000;
export const key = 'feature-flags:definitions:remote';

/** A remote table of flags: polled, writable, without any announcement. */
export class Table extends PolledProvider implements WritableFlagProvider {
  async write({ key: name, flag }: FlagWrite): Promise<Flag | undefined> {
    const stored = flag === undefined ? undefined : { ...flag, version: (flag.version ?? 0) + 1 };
    this.answer = delivers(stored === undefined ? {} : { [name]: stored });
    return stored;
  }
}

/** A table that takes segments as well. */
export class TableWithSegments extends Table {
  async writeSegment({ key: name, segment }: SegmentWrite): Promise<Segment | undefined> {
    this.answer = () => ({ flags: {}, segments: segment === undefined ? {} : { [name]: segment } });
    return segment;
  }
}

/** A provider, read through a cache of its own or the given one. */
export function cached(provider: FlagProvider, cache: FlagCacheBackend = new RecordingCache()): FlagProvider {
  const clock = new ManualClock();
  const options = { ttl: minute, namespace: 'feature-flags', clock, logger: new RecordingLogger() };
  return new DefinitionCache(cache, options).wrap(provider);
}

/** A cache that shows what was put into it. */
export class RecordingCache implements FlagCacheBackend {
  readonly sets: [string, unknown, number | undefined][] = [];
  readonly values = new Map<string, unknown>();

  async get(name: string): Promise<unknown> {
    return this.values.get(name);
  }

  async set(name: string, value: unknown, ttl?: number): Promise<void> {
    this.sets.push([name, value, ttl]);
    this.values.set(name, structuredClone(value));
  }

  async del(name: string): Promise<void> {
    this.values.delete(name);
  }
}
