import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Flag } from '../../lib/engine/flag.js';
import { parseFlag, tryParseFlag } from '../../lib/engine/parse/parse-flag.js';
import { tryParseSegment } from '../../lib/engine/targeting/schema/parse-segment.js';
import type { Segment } from '../../lib/engine/targeting/segment.js';
import type { FlagSet, FlagWrite, SegmentWrite } from '../../lib/providers/flag-provider.js';
import { MemoryProvider } from '../../lib/providers/memory.provider.js';
import { VersionConflictError } from '../../lib/providers/provider.errors.js';
import type { OpenProvider } from '../../lib/testing/provider-under-test.js';
import { failedBy, careless, deafToSegments, opened, readable, writingSegments } from './faulty-provider.js';

describe('The segment part of flagProviderContract', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each<[fault: string, open: OpenProvider, title: RegExp]>([
    [
      'delivers no segments',
      opened(
        class extends MemoryProvider {
          override load(): FlagSet {
            return { flags: super.load().flags };
          }
        },
      ),
      /^delivers segments with flags/,
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
      /^delivers segments without flags/,
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
      /^does not expose its own state/,
    ],
    [
      'skips flags that cannot be read',
      careless(({ flags, segments }) => ({ flags: readable(flags, tryParseFlag), segments })),
      /^does not omit an unreadable flag/,
    ],
    [
      'skips segments that cannot be read',
      careless(({ flags, segments = {} }) => ({ flags, segments: readable(segments, tryParseSegment) })),
      /^does not omit an unreadable segment/,
    ],
    [
      'reports a segment that cannot be read as if it were a flag',
      careless(({ flags, segments = {} }) => {
        const sound = readable(segments, tryParseSegment);
        const bad = Object.keys(segments).filter((key) => !Object.hasOwn(sound, key));
        return { flags, segments: sound, problems: bad.map((key) => ({ key, message: 'cannot be read' })) };
      }),
      /^does not omit an unreadable segment/,
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
      /^does not omit an unreadable segment/,
    ],
    ['announces changes of its flags only', deafToSegments, /^announces a change of its segments/],
    [
      'drops the segments that are written',
      writingSegments(async (_, { segment }) => segment),
      /^stores segments of all kinds and delivers them/,
    ],
    [
      'deletes no segments',
      writingSegments(async (write, request) => (request.segment === undefined ? undefined : write(request))),
      /^deletes a segment and does not change the others/,
    ],
    [
      'answers without the version of a segment',
      writingSegments(async (write, request) => (await write(request)) && request.segment),
      /^gives every write of a segment a higher version/,
    ],
    [
      'does not look at the expected version of a segment',
      writingSegments((write, { key, segment }) => write({ key, segment })),
      /^rejects a write of a segment that expects another version/,
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
      /^accepts exactly one of several writes of a segment that expect the same version/,
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
      /^distinguishes a flag and a segment with the same key/,
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
      /^distinguishes a flag and a segment with the same key/,
    ],
  ])('rejects a provider that %s', async (_, open, title) => {
    expect(await failedBy(open)).toContainEqual(expect.stringMatching(title));
  });
});
