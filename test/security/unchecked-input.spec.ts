import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FeatureFlagsError } from '../../lib/internal/feature-flags.error.js';
import { InvalidOptionsError } from '../../lib/internal/options/invalid-options.error.js';
import {
  CacheBackendProvider,
  ChainedProvider,
  DefaultFlagDisabledHandler,
  EnvProvider,
  FeatureFlag,
  FeatureFlagsModule,
  FileStore,
  FileProvider,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  FlagValue,
  FlagVariant,
  LocalProvider,
  MemoryStore,
  MemoryProvider,
  RequireFlag,
} from '../../lib/index.js';
import { MemoryStickyStore, parseFlag, parseFlags, parseSegment, parseSegments } from '../../lib/core.js';
import { migratePostgres, postgresSql, PostgresStore, trimPostgresLog } from '../../lib/postgres/index.js';
import { RedisStore } from '../../lib/redis/index.js';
import { flagProviderContract, flagStoreContract, ManualClock } from '../../lib/testing/index.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { hostileValues } from './hostile-values.js';

type Loose = (...args: unknown[]) => unknown;
type Call = (value: unknown, flags: Readonly<Record<string, Loose>>) => unknown;

const construct = (type: unknown, ...args: unknown[]): unknown => Reflect.construct(type as new () => object, args);
const call = (method: unknown, ...args: unknown[]): unknown => (method as Loose)(...args);
const runner = { describe: () => {}, it: () => {} };
const tomorrow = () => new Date(Date.now() + 86_400_000);

/** Calls that refuse every hostile value there is. */
const strictCalls: Readonly<Record<string, Call>> = {
  'new FlagManager(options)': (value) => construct(FlagManager, value),
  'FlagManager.create(options)': (value) => FlagManager.create(value as object),
  'FeatureFlagsModule.forRoot(options)': (value) => FeatureFlagsModule.forRoot(value as object),
  'FeatureFlagsModule.forRootAsync(options)': (value) => FeatureFlagsModule.forRootAsync(value as object),
  'new DefaultFlagDisabledHandler(response)': (value) => construct(DefaultFlagDisabledHandler, value),
  'new MemoryProvider({}, options)': (value) => construct(MemoryProvider, {}, value),
  'new LocalProvider({}, options)': (value) => construct(LocalProvider, {}, value),
  'new EnvProvider(options)': (value) => construct(EnvProvider, value),
  'new FileProvider(path, options)': (value) => construct(FileProvider, 'flags.json', value),
  'new ChainedProvider([], options)': (value) => construct(ChainedProvider, [], value),
  'new ChainedProvider([provider])': (value) => construct(ChainedProvider, [value]),
  'new CacheBackendProvider(cache, options)': (value) => construct(CacheBackendProvider, new Map(), value),
  'new MemoryStore(options)': (value) => construct(MemoryStore, value),
  'new FileStore(folder, options)': (value) => construct(FileStore, 'flags', value),
  'new MemoryStickyStore(options)': (value) => construct(MemoryStickyStore, value),
  'new PostgresStore(options)': (value) => construct(PostgresStore, value),
  'migratePostgres(database)': (value) => call(migratePostgres, value),
  'trimPostgresLog(database, options)': (value) => call(trimPostgresLog, 'postgres://localhost', value),
  'postgresSql(options)': (value) => call(postgresSql, value),
  'new RedisStore(options)': (value) => construct(RedisStore, value),
  'FlagGuard(requirement)': (value) => call(FlagGuard, value),
  'FlagGuard(requirement, requirement)': (value) => call(FlagGuard, 'sale', value),
  'FlagInterceptor(requirement)': (value) => call(FlagInterceptor, value),
  'FlagInterceptor(requirement, options)': (value) => call(FlagInterceptor, 'sale', value),
  '@FeatureFlag(requirement)': (value) => call(FeatureFlag, value),
  '@FeatureFlag(requirement, options)': (value) => call(FeatureFlag, 'sale', value),
  '@RequireFlag(requirement, options)': (value) => call(RequireFlag, 'sale', value),
  '@FlagEnabled(key)': (value) => call(FlagEnabled, value),
  '@FlagVariant(key)': (value) => call(FlagVariant, value),
  '@FlagValue(key, default)': (value) => call(FlagValue, value, 1),
  'flagProviderContract(runner, name, open)': (value) => call(flagProviderContract, value, 'P', () => {}),
  'flagStoreContract(runner, name, open, options)': (value) => call(flagStoreContract, runner, 'S', () => {}, value),
  'enable(key)': (value, flags) => flags['enable']?.(value),
  'enable(key, options)': (value, flags) => flags['enable']?.('sale', value),
  'disable(key, options)': (value, flags) => flags['disable']?.('sale', value),
  'setOverride(key, serve, options)': (value, flags) => flags['setOverride']?.('sale', true, value),
  'clearOverride(key)': (value, flags) => flags['clearOverride']?.(value),
  'clearOverride(key, options)': (value, flags) => flags['clearOverride']?.('sale', value),
  'getOverride(key)': (value, flags) => flags['getOverride']?.(value),
  'saveFlag(key)': (value, flags) => flags['saveFlag']?.(value, true),
  'saveFlag(key, definition, options)': (value, flags) => flags['saveFlag']?.('sale', true, value),
  'deleteFlag(key)': (value, flags) => flags['deleteFlag']?.(value),
  'deleteFlag(key, options)': (value, flags) => flags['deleteFlag']?.('sale', value),
  'saveSegment(key, definition, options)': (value, flags) => flags['saveSegment']?.('vip', {}, value),
  'deleteSegment(key, options)': (value, flags) => flags['deleteSegment']?.('vip', value),
  'schedule(change)': (value, flags) => flags['schedule']?.(value, tomorrow()),
  'schedule(change, at, options)': (value, flags) =>
    flags['schedule']?.({ type: 'delete_flag', key: 'sale' }, tomorrow(), value),
  'cancelSchedule(id, options)': (value, flags) => flags['cancelSchedule']?.('id', value),
  'getAuditLog(filter)': (value, flags) => flags['getAuditLog']?.(value),
  'exportAuditLog(filter)': (value) => manager.exportAuditLog(value as object).next(),
  'restoreStore(origin)': (value, flags) => flags['restoreStore']?.(value),
  'acceptStore(origin)': (value, flags) => flags['acceptStore']?.(value),
  'handle(key)': (value, flags) => flags['handle']?.(value),
  'explain(key, context, options)': (value, flags) => flags['explain']?.('sale', {}, value),
};

/** Calls that take some of the values, and refuse the rest with a code. */
const selectiveCalls: Readonly<Record<string, Call>> = {
  'new FileProvider(path)': (value) => construct(FileProvider, value),
  'new FileStore(folder)': (value) => construct(FileStore, value),
  'new MemoryProvider(flags)': (value) => construct(MemoryProvider, value),
  'new ManualClock(start)': (value) => construct(ManualClock, value),
  'ManualClock.advance(time)': (value) => new ManualClock().advance(value as number),
  'FeatureFlagsModule.forFeature(flags)': (value) => FeatureFlagsModule.forFeature(value as Record<string, true>),
  'new CacheBackendProvider(cache)': (value) => construct(CacheBackendProvider, value),
  'parseFlags(definitions)': (value) => call(parseFlags, value),
  'parseSegments(definitions)': (value) => call(parseSegments, value),
  'parseFlag(key, definition)': (value) => call(parseFlag, 'sale', value),
  'parseFlag(key)': (value) => call(parseFlag, value, true),
  'parseSegment(key, definition)': (value) => call(parseSegment, 'vip', value),
  'setOverride(key, serve)': (value, flags) => flags['setOverride']?.('sale', value),
  'setOverride(…, { unit })': (value, flags) => flags['setOverride']?.('sale', true, { unit: value }),
  'setOverride(…, { unitBy })': (value, flags) => flags['setOverride']?.('sale', true, { unit: 'a', unitBy: value }),
  'setOverride(…, { expiresAt })': (value, flags) => flags['setOverride']?.('sale', true, { expiresAt: value }),
  'setOverride(…, { actor })': (value, flags) => flags['setOverride']?.('sale', true, { actor: value }),
  'setOverride(…, { reason })': (value, flags) => flags['setOverride']?.('sale', true, { reason: value }),
  'getOverride(key, unit)': (value, flags) => flags['getOverride']?.('sale', value),
  'saveFlag(key, definition)': (value, flags) => flags['saveFlag']?.('sale', value),
  'saveSegment(key, definition)': (value, flags) => flags['saveSegment']?.('vip', value),
  'schedule(change, at)': (value, flags) => flags['schedule']?.({ type: 'delete_flag', key: 'sale' }, value),
  'cancelSchedule(id)': (value, flags) => flags['cancelSchedule']?.(value),
};

/** Calls that answer whatever they are given. */
const evaluations: Readonly<Record<string, Call>> = {
  'isEnabled(key)': (value, flags) => flags['isEnabled']?.(value),
  'isEnabled(key, context)': (value, flags) => flags['isEnabled']?.('sale', value),
  'getVariant(key, default, context)': (value, flags) => flags['getVariant']?.('sale', 'a', value),
  'getValue(key, default)': (value, flags) => flags['getValue']?.('sale', value),
  'getValue(key)': (value, flags) => flags['getValue']?.(value, 1),
  'evaluate(key, context)': (value, flags) => flags['evaluate']?.('sale', value),
  'evaluate(key)': (value, flags) => flags['evaluate']?.(value),
  'evaluateValue(key, default)': (value, flags) => flags['evaluateValue']?.('sale', value),
  'evaluateAll(context)': (value, flags) => flags['evaluateAll']?.(value),
};

const managerOf = (provider: unknown) => () => new FlagManager({ providers: [provider as never] });

let manager: FlagManager;
let flags: Readonly<Record<string, Loose>>;
beforeAll(async () => {
  manager = await FlagManager.create({
    initialFlags: { sale: true },
    store: new MemoryStore(),
    logger: new RecordingLogger(),
  });
  flags = new Proxy({}, { get: (_, name) => Reflect.get(manager, name, manager).bind(manager) as Loose });
});
afterAll(() => manager.close());

/** What a call throws or rejects with; `undefined` where it succeeds. */
async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe.each(Object.entries(strictCalls))('%s', (_, invoke) => {
  it.each(hostileValues)('rejects %s with a code, and shows nothing of it', async (title, value) => {
    const error = await errorOf(() => invoke(value, flags));
    expect(error).toBeInstanceOf(FeatureFlagsError);
    expect((error as FeatureFlagsError).code).toMatch(/^INVALID_/);
    expect(`${title}: ${(error as Error).message}`).not.toContain('secret of ada');
  });
});

describe.each(Object.entries(selectiveCalls))('%s', (_, invoke) => {
  it.each(hostileValues)('accepts %s, or rejects it with a code', async (_title, value) => {
    const error = await errorOf(() => invoke(value, flags));
    if (error !== undefined) expect(error).toBeInstanceOf(FeatureFlagsError);
  });
});

describe.each(Object.entries(evaluations))('%s', (_, invoke) => {
  it.each(hostileValues)('answers for %s', (_title, value) => {
    expect(() => invoke(value, flags)).not.toThrow();
  });
});

describe('An option that looks right', () => {
  it('turns no flag on for everyone when the unit is misspelled', async () => {
    await expect(flags['enable']?.('other', { userId: 'ada' })).rejects.toThrow(
      'Option "userId" of an override does not exist: use any of actor, reason, origin, unit',
    );
    expect(manager.getOverride('other')).toBeUndefined();
  });

  it.each([403, { statusCode: 403 }, { status: 200 }, { status: 302 }, { status: '404' }, { body: 7 }, { body: [] }])(
    'is rejected as a disabled response that would look open or is misspelled: %j',
    (disabledResponse) => {
      const register = () => FeatureFlagsModule.forRoot({ disabledResponse } as object);
      expect(register).toThrow(InvalidOptionsError);
    },
  );

  it('explains how to create a provider from a path and from a class', () => {
    expect(managerOf('flags.json')).toThrow('For a path, use new FileProvider("flags.json")');
    expect(managerOf(MemoryProvider)).toThrow('Use an instance, such as new MemoryProvider()');
    expect(managerOf(Promise.resolve())).toThrow('Await it first');
  });

  it('opens no gate as the text "false" for a default', () => {
    expect(flags['isEnabled']?.('unheard_of', {}, 'false')).toBe(false);
  });
});
