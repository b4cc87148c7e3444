import { describe, expect, it } from '@jest/globals';
import { parseSegment } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import { isSegmentWritable, isWritable } from '../../../../lib/providers/flag-provider.js';
import { PolledProvider } from '../fake-providers.js';
import { cached, key, RecordingCache, Table, TableWithSegments } from './cached-providers.js';

describe('Segments in a cache', () => {
  const staff = parseSegment('staff', { include: ['ada'] });
  const answer = () => ({ flags: {}, segments: { staff } });

  it('are read from the source once, like flags', async () => {
    const cache = new RecordingCache();
    const remote = new PolledProvider(answer);
    const sets = [await cached(remote, cache).load(), await cached(remote, cache).load()];
    expect(sets).toMatchObject([{ segments: { staff } }, { segments: { staff } }]);
    expect(remote.loads).toBe(1);
  });

  it('are empty if an older release has cached flags without them', async () => {
    const cache = new RecordingCache();
    await cache.set(key, { flags: { dark_mode: true }, readAt: Date.parse('2026-01-01') });
    const remote = new PolledProvider(answer);
    expect(await cached(remote, cache).load()).toMatchObject({ flags: { dark_mode: {} }, segments: {} });
    expect(remote.loads).toBe(0);
  });

  it.each([null, 7, { staff: { include: 'ada' } }])('are ignored when they are %j', async (segments) => {
    const cache = new RecordingCache();
    await cache.set(key, { flags: {}, segments, readAt: Date.parse('2026-01-01') });
    const remote = new PolledProvider(answer);
    expect(await cached(remote, cache).load()).toMatchObject({ segments: { staff } });
    expect(remote.loads).toBe(1);
  });

  it('are cached as problems when they cannot be read at the source', async () => {
    const cache = new RecordingCache();
    const remote = new PolledProvider(() => ({ flags: {}, segments: { staff: { include: 'ada' } } }));
    const problems = [{ kind: 'segment', key: 'staff', message: expect.stringContaining('segments.staff.include') }];
    expect(await cached(remote, cache).load()).toMatchObject({ segments: {}, problems });
    expect(await cached(remote, cache).load()).toMatchObject({ segments: {}, problems });
    expect(remote.loads).toBe(1);
  });

  it('keep their problems, and the kind of each', async () => {
    const cache = new RecordingCache();
    const problems = [
      { key: 'staff', message: 'is broken', kind: 'segment' as const },
      { key: 'sale', message: 'is broken' },
    ];
    const remote = new PolledProvider(() => ({ flags: {}, problems }));
    await cached(remote, cache).load();
    expect((await cached(remote, cache).load()).problems).toEqual(problems);
    expect(remote.loads).toBe(1);
  });

  it('are removed when one is written, even if that fails', async () => {
    const table = new TableWithSegments(answer);
    const provider = cached(table);
    await provider.load();
    if (!isSegmentWritable(provider)) throw new Error('the wrapper takes no segments');
    expect(await provider.writeSegment({ key: 'testers', segment: parseSegment('testers', {}) })).toBeDefined();
    expect((await provider.load()).segments).toHaveProperty('testers');
    table.writeSegment = () => {
      throw new Error('the table is locked');
    };
    await expect(provider.writeSegment({ key: 'testers', segment: undefined })).rejects.toThrow('is locked');
    await provider.load();
    expect(table.loads).toBe(3);
  });

  it('can be written if the source accepts them', () => {
    const sources = [new PolledProvider(answer), new Table(answer), new TableWithSegments(answer)];
    const wrapped = sources.map((source) => cached(source));
    expect(wrapped.map(isWritable)).toEqual([false, true, true]);
    expect(wrapped.map(isSegmentWritable)).toEqual([false, false, true]);
  });
});
