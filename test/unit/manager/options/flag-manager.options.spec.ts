import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import { resolveManagerOptions } from '../../../../lib/manager/options/resolve-manager-options.js';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { FileStore } from '../../../../lib/store/file/file.store.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { plainStore } from '../scripted-store.js';

describe('The options of the manager', () => {
  it('have defaults for everything', () => {
    expect(resolveManagerOptions({})).toMatchObject({
      enabled: true,
      cacheTtl: 60_000,
      defaultEnabled: false,
      bootTimeout: 10_000,
      onBootFailure: 'throw',
      loadTimeout: 10_000,
      unknownFlags: 'warn',
      cacheNamespace: 'feature-flags',
      providers: [],
      store: undefined,
      storeTimeout: 5000,
      storePoll: undefined,
      bootstrapFile: undefined,
      stickyStore: undefined,
    });
  });

  it('are values that open, start and parse nothing when they are resolved', () => {
    const initialFlags = { sale: { type: 'percentage', percentage: 101 } } as const;
    expect(resolveManagerOptions({ initialFlags, auditSecret: 'short' })).toMatchObject({
      initialFlags,
      audit: { secrets: 'short', signedFrom: undefined },
    });
  });

  it('poll a store that others may write to', () => {
    const store = plainStore();
    expect(resolveManagerOptions({ store })).toMatchObject({ store, storePoll: 30_000 });
  });

  it('do not poll a store without other writers', () => {
    for (const store of [new MemoryStore(), new FileStore('never-opened')]) {
      const resolved = resolveManagerOptions({ store });
      expect(resolved.store).toBe(store);
      expect(resolved.storePoll).toBeUndefined();
    }
  });

  it('are frozen once they are resolved, and never altered', () => {
    const given = Object.freeze({ logger: new RecordingLogger(), cacheTtl: 5 });
    expect(Object.isFrozen(resolveManagerOptions(given))).toBe(true);
  });

  const off: readonly [string, unknown, string][] = [
    ...['cacheTtl', 'bootTimeout', 'loadTimeout', 'storeTimeout'].flatMap((option) =>
      [-1, NaN, Infinity, '', ' ', '5 m', '5d', '-5s', 'soon', '1e3', '0x10', true, {}, '1.5.5s'].map(
        (value): [string, unknown, string] => [option, value, `"${option}" of FlagManager must be a duration`],
      ),
    ),
    ['onBootFailure', 'ignore', '"onBootFailure" of FlagManager must be "throw" or "defaults"'],
    ['onBootFailure', '', '"onBootFailure"'],
    ['onBootFailure', true, '"onBootFailure"'],
  ];

  it.each(off)('are rejected with the name %s when it is %p', async (option, value, message) => {
    const options = { [option]: value } as FlagManagerOptions;
    expect(() => new FlagManager(options)).toThrow(InvalidOptionsError);
    await expect(FlagManager.create(options)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(message),
    });
  });

  it.each(['soon', -1, 0, '99ms'])('are rejected with the name storePoll when it is %p', (storePoll) => {
    const options = { store: new MemoryStore(), storePoll } as FlagManagerOptions;
    expect(() => new FlagManager(options)).toThrow('"storePoll"');
  });

  it.each<[string, unknown, string]>([
    ['storeTimeout', 5000, 'from "100ms" to "10m"; given: a whole number. Add a unit: "5000ms" or "5000s".'],
    ['bootTimeout', 10, 'from "1ms" to "10m"; given: a whole number. Add a unit: "10ms" or "10s".'],
    ['bootTimeout', '0s', 'from "1ms" to "10m"; given: a string of length 2'],
    ['loadTimeout', '11m', 'from "1ms" to "10m"; given: a string of length 3'],
    ['storePoll', 30_000, 'from "100ms" to "1h"; given: a whole number'],
  ])('are rejected with the name %s when it has no unit or exceeds its bounds: %p', (option, value, message) => {
    const options = { store: new MemoryStore(), [option]: value } as FlagManagerOptions;
    expect(() => new FlagManager(options)).toThrow(`Option "${option}" of FlagManager must be a duration ${message}`);
  });

  it('accept a bare number for cacheTtl alone, in seconds, up to a day', () => {
    expect(resolveManagerOptions({ cacheTtl: 86_400 }).cacheTtl).toBe(86_400_000);
    expect(() => new FlagManager({ cacheTtl: 90_000 })).toThrow('for milliseconds use "90000ms"');
  });

  it('are rejected with the name of an unknown option, and of the similar one', async () => {
    const options = { initalFlags: {} } as FlagManagerOptions;
    await expect(FlagManager.create(options)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('"initalFlags" of FlagManager does not exist: did you mean "initialFlags"?'),
    });
  });

  it('may be undefined', () => {
    expect(() => new FlagManager({ store: undefined, bootstrapFile: undefined })).not.toThrow();
  });

  it('are rejected when the store is not a store', () => {
    const options = { store: 'redis://localhost' } as unknown as FlagManagerOptions;
    expect(() => new FlagManager(options)).toThrow('Option "store" of FlagManager must be a store');
  });

  it('are rejected when a bootstrap file is given without a store', () => {
    expect(() => new FlagManager({ bootstrapFile: 'flags.json' })).toThrow('"bootstrapFile" is a copy of a "store"');
  });

  it.each<[string, FlagManagerOptions]>([
    ['a provider', { store: new MemoryStore({ name: 'memory' }), providers: [new MemoryProvider()] }],
    ['the initial flags', { store: new MemoryStore({ name: 'initialFlags' }) }],
  ])('are rejected when the store is named like %s', (_, options) => {
    expect(() => new FlagManager(options)).toThrow(/The store and a provider are both named "(memory|initialFlags)"/);
  });

  it('are rejected with every problem of the initial flags', () => {
    const initialFlags = { sale: { type: 'percentage', percentage: 101 }, 'has space': true } as const;
    const make = () => new FlagManager({ initialFlags });
    expect(make).toThrow(/sale\.percentage[^]*has space/);
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_FLAG', source: 'provider "initialFlags"' }));
  });
});
