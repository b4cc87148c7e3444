import { describe, expect, it, jest } from '@jest/globals';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { VersionConflictError } from '../../../lib/providers/provider.errors.js';

describe('MemoryProvider', () => {
  it('announces what is set and deleted', () => {
    const provider = new MemoryProvider({ search: true });
    const listener = jest.fn();
    void provider.watch(listener);
    const flag = provider.set('search', false);
    expect(listener.mock.lastCall).toStrictEqual([undefined, { flags: { search: flag } }]);
    expect(provider.delete('search')).toBe(true);
    expect(listener.mock.lastCall).toStrictEqual([undefined, { flags: { search: null } }]);
    expect(listener).toHaveBeenCalledTimes(2);
    expect(provider.load().flags).toEqual({});
  });

  it('announces nothing when there was nothing to delete', () => {
    const provider = new MemoryProvider();
    const listener = jest.fn();
    void provider.watch(listener);
    expect(provider.delete('search')).toBe(false);
    expect(listener).not.toHaveBeenCalled();
  });

  it('rejects an unreadable definition, and keeps the current one', () => {
    const provider = new MemoryProvider({ search: true });
    expect(() => provider.set('search', { type: 'percentage', percentage: -1 })).toThrow(InvalidFlagError);
    expect(() => provider.set('a search', true)).toThrow(InvalidFlagError);
    expect(provider.load().flags).toEqual({ search: { key: 'search', type: 'boolean', enabled: true } });
    expect(() => new MemoryProvider({ 'a search': true }, { name: 'runtime' })).toThrow(/provider "runtime"/);
  });

  it('counts versions of all its flags together, starting above the initial ones', async () => {
    const provider = new MemoryProvider({ search: { type: 'boolean', version: 7 }, sale: true });
    await provider.write({ key: 'search', flag: undefined, expectedVersion: 7 });
    expect(provider.set('search', true).version).toBe(8);
    expect(provider.set('sale', false).version).toBe(9);
  });

  it('expects version 0 of a flag that was never written at run time', async () => {
    const provider = new MemoryProvider({ search: true });
    const flag = parseFlag('search', false);
    await expect(provider.write({ key: 'search', flag, expectedVersion: 3 })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
      key: 'search',
      expectedVersion: 3,
      actualVersion: 0,
    });
    expect(await provider.write({ key: 'search', flag, expectedVersion: 0 })).toMatchObject({ version: 1 });
    await expect(provider.write({ key: 'search', flag, expectedVersion: 0 })).rejects.toThrow(VersionConflictError);
  });

  it('announces segments that are set and deleted, and nothing when there was nothing to delete', () => {
    const provider = new MemoryProvider({ search: true }, { segments: { staff: { include: ['ada'] } } });
    const listener = jest.fn();
    void provider.watch(listener);
    provider.setSegment('testers', {});
    expect(provider.deleteSegment('staff')).toBe(true);
    expect(provider.deleteSegment('search')).toBe(false);
    expect(listener).toHaveBeenCalledTimes(2);
    expect(provider.load()).toMatchObject({ flags: { search: {} }, segments: { testers: { version: 1 } } });
  });

  it('rejects an unreadable segment, keeps the current one and uses no version for it', () => {
    const provider = new MemoryProvider({}, { segments: { staff: { include: ['ada'] } } });
    expect(() => provider.setSegment('staff', { include: [''] })).toThrow(InvalidFlagError);
    expect(() => provider.setSegment('the staff', {})).toThrow(InvalidFlagError);
    expect(provider.load().segments).toEqual({ staff: { key: 'staff', include: ['ada'] } });
    expect(provider.setSegment('staff', {}).version).toBe(1);
  });

  it('counts versions of flags and segments together, starting above the initial ones', async () => {
    const segments = { staff: { version: 7 } };
    const provider = new MemoryProvider({ search: { type: 'boolean', version: 3 } }, { segments });
    expect(provider.set('search', true).version).toBe(8);
    expect(provider.setSegment('staff', {}).version).toBe(9);
    expect(await provider.write({ key: 'sale', flag: parseFlag('sale', true) })).toMatchObject({ version: 10 });
  });

  it('reports a conflict as one about a segment', async () => {
    const provider = new MemoryProvider({}, { segments: { staff: { version: 7 } } });
    const write = provider.writeSegment({ key: 'staff', segment: undefined, expectedVersion: 3 });
    await expect(write).rejects.toMatchObject({
      kind: 'segment',
      message: expect.stringMatching(/^Segment "staff" is at version 7, not at 3/),
    });
  });
});
