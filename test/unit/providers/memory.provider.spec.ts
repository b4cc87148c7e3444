import { describe, expect, it, jest } from '@jest/globals';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import { parseFlag } from '../../../lib/engine/parse-flag.js';
import { versionOf } from '../../../lib/providers/flag-version.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { VersionConflictError } from '../../../lib/providers/provider.errors.js';

describe('MemoryProvider', () => {
  it('announces what is set and deleted', () => {
    const provider = new MemoryProvider({ search: true });
    const listener = jest.fn();
    void provider.watch(listener);
    provider.set('search', false);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(provider.delete('search')).toBe(true);
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

  it('refuses a definition that cannot be read, and keeps what was there', () => {
    const provider = new MemoryProvider({ search: true });
    expect(() => provider.set('search', { type: 'percentage', percentage: -1 })).toThrow(InvalidFlagError);
    expect(() => provider.set('a search', true)).toThrow(InvalidFlagError);
    expect(provider.load().flags).toEqual({ search: { key: 'search', type: 'boolean', enabled: true } });
    expect(() => new MemoryProvider({ 'a search': true }, { name: 'runtime' })).toThrow(/provider "runtime"/);
  });

  it('counts versions of all its flags together, above those that it began with', async () => {
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

  it('counts the version of what is there, and 0 where nothing is', () => {
    expect(versionOf(undefined)).toBe(0);
    expect(versionOf(parseFlag('search', true))).toBe(0);
    expect(versionOf(parseFlag('search', { type: 'boolean', version: 4 }))).toBe(4);
  });
});
