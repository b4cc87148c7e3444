import { describe, expect, it } from '@jest/globals';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import type { FlagDefinitions } from '../../../lib/engine/flag.js';
import { LocalProvider } from '../../../lib/providers/local.provider.js';

describe('LocalProvider', () => {
  it('has the name "local" by default', () => {
    expect(new LocalProvider({}).name).toBe('local');
    expect(new LocalProvider({}, { name: 'defaults' }).name).toBe('defaults');
  });

  it('reads the definitions when it is created, and ignores later changes of the object', () => {
    const definitions: Record<string, boolean> = { search: true };
    const provider = new LocalProvider(definitions);
    definitions['search'] = false;
    definitions['premium'] = true;
    expect(provider.load().flags).toEqual({ search: { key: 'search', type: 'boolean', enabled: true } });
  });

  it('returns a separate set to each reader, of flags that nobody can change', () => {
    const provider = new LocalProvider({ search: true });
    const { flags } = provider.load();
    Reflect.set(flags, 'premium', true);
    Reflect.deleteProperty(flags, 'search');
    expect(Object.keys(provider.load().flags)).toEqual(['search']);
    expect(Reflect.set(Object(provider.load().flags['search']), 'enabled', false)).toBe(false);
  });

  it('rejects unreadable definitions, all at once and with its name', () => {
    const definitions = { search: { type: 'percentage', percentage: 101 }, 'new checkout': true } as FlagDefinitions;
    expect(() => new LocalProvider(definitions, { name: 'defaults' })).toThrow(InvalidFlagError);
    expect(() => new LocalProvider(definitions, { name: 'defaults' })).toThrow(
      /provider "defaults":[^]*search\.percentage[^]*new checkout/,
    );
  });

  it('delivers the given segments, which nobody can change', () => {
    const definitions = { staff: { include: ['ada'] } };
    const provider = new LocalProvider({ search: true }, { segments: definitions });
    definitions.staff.include.push('eve');
    const { segments = {} } = provider.load();
    expect(segments).toEqual({ staff: { key: 'staff', include: ['ada'] } });
    Reflect.set(segments, 'testers', {});
    Reflect.deleteProperty(segments, 'staff');
    expect(Reflect.set(Object(provider.load().segments?.['staff']), 'include', [])).toBe(false);
    expect(provider.load().segments).toEqual({ staff: { key: 'staff', include: ['ada'] } });
  });

  it('rejects unreadable flags and segments together', () => {
    const segments = { staff: { include: [''] } };
    expect(() => new LocalProvider({ 'new checkout': true }, { segments })).toThrow(
      /provider "local":[^]*new checkout[^]*segments\.staff\.include\[0\]/,
    );
  });

  it('never announces anything, because code does not change', () => {
    expect(new LocalProvider({}).watch()()).toBeUndefined();
  });
});
