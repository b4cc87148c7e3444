import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { resolveManagerOptions, type FlagManagerOptions } from '../../../lib/manager/flag-manager.options.js';
import { InvalidOptionsError } from '../../../lib/manager/manager.errors.js';
import { MemoryAuditStore } from '../../../lib/manager/audit/memory-audit-store.js';
import { MemoryOverrideStore } from '../../../lib/manager/overrides/override-store.js';
import { RecordingLogger } from '../../support/recording-logger.js';

describe('The options of the manager', () => {
  it('have defaults for everything', () => {
    expect(resolveManagerOptions({})).toMatchObject({
      enabled: true,
      cacheTtl: 60_000,
      defaultEnabled: false,
      bootTimeout: 10_000,
      onBootFailure: 'throw',
      overrideStore: expect.any(MemoryOverrideStore),
      auditStore: expect.any(MemoryAuditStore),
    });
  });

  it('are frozen once they are resolved, and never altered', () => {
    const given = Object.freeze({ logger: new RecordingLogger(), cacheTtl: 5 });
    expect(Object.isFrozen(resolveManagerOptions(given))).toBe(true);
  });

  const off: readonly [string, unknown, string][] = [
    ...['cacheTtl', 'bootTimeout', 'loadTimeout'].flatMap((option) =>
      [-1, NaN, Infinity, '', ' ', '5 m', '5d', '-5s', 'soon', '1e3', '0x10', true, {}, '1.5.5s'].map(
        (value): [string, unknown, string] => [option, value, `"${option}" is not a duration`],
      ),
    ),
    ['onBootFailure', 'ignore', '"onBootFailure" must be "throw" or "defaults"'],
    ['onBootFailure', '', '"onBootFailure"'],
    ['onBootFailure', true, '"onBootFailure"'],
    ['auditLogSize', 0, '"auditLogSize" must be a whole number'],
    ['auditLogSize', -1, '"auditLogSize"'],
    ['auditLogSize', 1.5, '"auditLogSize"'],
    ['auditLogSize', '10', '"auditLogSize"'],
  ];

  it.each(off)('name %s when it is %p', async (option, value, message) => {
    const options = { [option]: value } as FlagManagerOptions;
    expect(() => new FlagManager(options)).toThrow(InvalidOptionsError);
    await expect(FlagManager.create(options)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, FlagManagerOptions]>([
    ['"overridesFile" or "overrideStore"', { overridesFile: 'o.json', overrideStore: new MemoryOverrideStore() }],
    ['"auditLogFile" or "auditStore"', { auditLogFile: 'a.jsonl', auditStore: new MemoryAuditStore() }],
  ])('name %s when both are given', (names, options) => {
    expect(() => new FlagManager(options)).toThrow(`Set ${names}, not both.`);
  });

  it('name every problem of the initial flags', () => {
    const initialFlags = { sale: { type: 'percentage', percentage: 101 }, 'has space': true } as const;
    const make = () => new FlagManager({ initialFlags });
    expect(make).toThrow(/sale\.percentage[^]*has space/);
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_FLAG', source: 'provider "initialFlags"' }));
  });
});
