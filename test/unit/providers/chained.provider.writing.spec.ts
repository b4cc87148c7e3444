import { describe, expect, it } from '@jest/globals';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import { parseSegment } from '../../../lib/engine/targeting/schema/parse-segment.js';
import { ChainedProvider } from '../../../lib/providers/chained.provider.js';
import { EnvProvider } from '../../../lib/providers/env.provider.js';
import type { FlagSet, WritableFlagProvider } from '../../../lib/providers/flag-provider.js';
import { LocalProvider } from '../../../lib/providers/local.provider.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { ReadOnlyError } from '../../../lib/providers/provider.errors.js';
import { Deferred } from '../../support/deferred.js';
import { ScriptedProvider } from '../../support/scripted-provider.js';
import { switches } from './switches.js';

const STAFF = parseSegment('staff', { include: ['ada'] });

/** A source that takes writes of flags, and none of segments. */
const table: WritableFlagProvider = {
  name: 'table',
  load: () => ({ flags: {} }),
  write: async ({ flag }) => flag,
};

describe('ChainedProvider', () => {
  it('writes to the first writable layer, and returns the result at once', async () => {
    const store = new MemoryProvider({ search: false });
    const chain = new ChainedProvider([new EnvProvider({ env: {} }), store, new MemoryProvider({}, { name: 'spare' })]);
    await chain.load();
    const stored = await chain.write({ key: 'search', flag: parseFlag('search', true) });
    expect(stored).toMatchObject({ enabled: true, version: 1 });
    expect(switches(chain.current())).toEqual({ search: true });
    await chain.write({ key: 'search', flag: undefined });
    expect(switches(chain.current())).toEqual({});
  });

  it('writes no flag that a read-only layer above defines', async () => {
    const store = new MemoryProvider();
    const chain = new ChainedProvider([new EnvProvider({ env: { FEATURE_SEARCH: 'on' } }), store]);
    await chain.load();
    const write = chain.write({ key: 'search', flag: parseFlag('search', false) });
    await expect(write).rejects.toMatchObject({ code: 'READ_ONLY', message: expect.stringContaining('"env"') });
    expect(store.load().flags).toEqual({});
  });

  it('writes nothing when no layer accepts writes', async () => {
    const chain = new ChainedProvider([new LocalProvider({})]);
    await expect(chain.write({ key: 'search', flag: parseFlag('search', true) })).rejects.toThrow(ReadOnlyError);
  });

  it('writes segments to the first layer that accepts them, and returns the result at once', async () => {
    const store = new MemoryProvider();
    const chain = new ChainedProvider([new EnvProvider({ env: {} }), table, store]);
    await chain.load();
    expect(await chain.writeSegment({ key: 'staff', segment: STAFF })).toMatchObject({ version: 1 });
    expect(chain.current().segments).toMatchObject({ staff: { include: ['ada'], version: 1 } });
    expect(store.load().segments).toHaveProperty('staff');
    const stale = chain.writeSegment({ key: 'staff', segment: STAFF, expectedVersion: 0 });
    await expect(stale).rejects.toMatchObject({ code: 'VERSION_CONFLICT', kind: 'segment' });
    await chain.writeSegment({ key: 'staff', segment: undefined });
    expect(chain.current().segments).toEqual({});
  });

  it('writes no segment that a layer above defines, or has and cannot read', async () => {
    const store = new MemoryProvider();
    const code = new LocalProvider({ testers: true }, { segments: { staff: {} } });
    const broken = new ScriptedProvider('broken');
    broken.onLoad = () => ({ flags: {}, problems: [{ key: 'eve', kind: 'segment', message: 'is broken' }] });
    const chain = new ChainedProvider([code, broken, store]);
    await chain.load();
    await expect(chain.writeSegment({ key: 'staff', segment: STAFF })).rejects.toThrow(
      'Segment "staff" is defined by the provider "local", which accepts no writes of segments and takes precedence over those that do',
    );
    await expect(chain.writeSegment({ key: 'eve', segment: undefined })).rejects.toThrow(ReadOnlyError);
    expect(await chain.writeSegment({ key: 'testers', segment: parseSegment('testers', {}) })).toBeDefined();
    expect(Object.keys(store.load().segments ?? {})).toEqual(['testers']);
  });

  it('writes no segments when no layer accepts them, although one accepts flags', async () => {
    const chain = new ChainedProvider([table]);
    const outer = new ChainedProvider([chain, new MemoryProvider()], { name: 'outer' });
    expect([chain.readOnly, chain.segmentsReadOnly, outer.segmentsReadOnly]).toEqual([false, true, false]);
    await expect(chain.writeSegment({ key: 'staff', segment: STAFF })).rejects.toThrow(
      'No provider accepts writes of segments. Set the option "store", or add a writable provider such as MemoryProvider.',
    );
    await outer.writeSegment({ key: 'staff', segment: STAFF });
    expect(outer.segmentProviderOf('staff')).toBe('memory');
  });

  it('ignores a read that began before a write and ends after it', async () => {
    const store = new MemoryProvider({ search: false });
    const before = store.load();
    const answer = new Deferred<FlagSet>();
    const chain = new ChainedProvider([Object.assign(store, { load: () => answer.promise })]);
    const reading = chain.load();
    await chain.write({ key: 'search', flag: parseFlag('search', true) });
    answer.resolve(before);
    expect(switches(await reading)).toEqual({ search: true });
  });
});
