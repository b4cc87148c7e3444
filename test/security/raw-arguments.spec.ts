import { describe, expect, it } from '@jest/globals';
import { createCache } from 'cache-manager';
import {
  CacheBackendProvider,
  ChainedProvider,
  DefaultFlagDisabledHandler,
  FileStore,
  FlagContexts,
  FlagGate,
  FlagReader,
  MemoryStore,
  MemoryProvider,
  RequestUserResolver,
  type FlagEvaluation,
} from '../../lib/index.js';
import { documentOf, envNameOf, flagKeyOfEnvName, matchesAuditQuery } from '../../lib/core.js';
import { RequestPreparation } from '../../lib/manager/reading/request-preparation.js';
import { migratePostgres, PostgresStore, trimPostgresLog } from '../../lib/postgres/index.js';
import { RedisStore } from '../../lib/redis/index.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { executionOf } from '../unit/nest/execution.js';

/** None is ever opened: what they are given is refused first. */
const fileStore = new FileStore('never-created');
const postgres = new PostgresStore({ url: 'postgres://127.0.0.1:1' });
const redis = new RedisStore({ url: 'redis://127.0.0.1:1' });

/** Every flag is on. */
class OpenFlags extends FlagReader {
  evaluate(key: string): FlagEvaluation {
    return { key, enabled: true, variant: undefined, value: true, reason: 'enabled' };
  }
}

const logger = new RecordingLogger();
const contexts = new FlagContexts(new RequestUserResolver(), { timeout: '1s', onError: 'closed', logger });
const gate = new FlagGate(new OpenFlags(), contexts, new DefaultFlagDisabledHandler(), RequestPreparation.NONE);
const execution = executionOf('http', {});
const work = () => true;

type Loose = (...args: unknown[]) => unknown;

/** What plain JavaScript may call, with something that TypeScript would refuse. */
const calls: Readonly<Record<string, (value: unknown) => unknown>> = {
  'envNameOf(key)': (value) => (envNameOf as Loose)(value),
  'flagKeyOfEnvName(name)': (value) => (flagKeyOfEnvName as Loose)(value),
  'documentOf(change)': (value) => (documentOf as Loose)(value),
  'documentOf({ action })': (value) => (documentOf as Loose)({ action: value }),
  'matchesAuditQuery(entry)': (value) => (matchesAuditQuery as Loose)(value, {}),
  'matchesAuditQuery(entry, query)': (value) => (matchesAuditQuery as Loose)({ time: '' }, value),
  'contexts.run(request)': (value) => contexts.run(value as never, work),
  'contexts.run({}, work)': (value) => contexts.run({}, value as never),
  'contexts.runHandler(execution)': (value) => contexts.runHandler(value as never, work),
  'contexts.runHandler(execution, work)': (value) => contexts.runHandler(execution, value as never),
  'contexts.of(execution)': (value) => contexts.of(value as never),
  'contexts.ofMethod(given, place, isHandler)': (value) => contexts.ofMethod({}, 'Shop.open', value as never),
  'gate.contextOf(execution)': (value) => gate.contextOf(value as never),
  "gate.holds('sale', execution)": (value) => gate.holds('sale', value as never),
  "gate.holdsFor('sale', {}, place)": (value) => gate.holdsFor('sale', {}, value as never),
  'gate.disabled(requirement)': (value) => gate.disabled(value as never),
  'gate.beforeRequest(request)': (value) => gate.beforeRequest(value as never),
  'store.append(entries)': (value) => new MemoryStore().append(value as [], { version: 0, id: '' }),
  'store.append([], position)': (value) => new MemoryStore().append([], value as never),
  'store.query(query)': (value) => new MemoryStore().query(value as never),
  'store.watch(listener)': (value) => new MemoryStore().watch(value as never),
  'fileStore.append(entries)': (value) => fileStore.append(value as [], { version: 0, id: '' }),
  'fileStore.append([], position)': (value) => fileStore.append([], value as never),
  'fileStore.query(query)': (value) => fileStore.query(value as never),
  'PostgresStore.append(entries)': (value) => postgres.append(value as [], { version: 0, id: '' }),
  'PostgresStore.query(query)': (value) => postgres.query(value as never),
  'migratePostgres(database)': (value) => migratePostgres(value as never),
  'trimPostgresLog(database)': (value) => trimPostgresLog(value as never, { olderThan: '48h' }),
  'RedisStore.append(entries)': (value) => redis.append(value as [], { version: 0, id: '' }),
  'RedisStore.query(query)': (value) => redis.query(value as never),
  'cache.write(write)': (value) => new CacheBackendProvider(createCache()).write(value as never),
  'cache.writeSegment(write)': (value) => new CacheBackendProvider(createCache()).writeSegment(value as never),
  'chain.write(write)': (value) => new ChainedProvider([new MemoryProvider()]).write(value as never),
  'chain.writeSegment(write)': (value) => new ChainedProvider([new MemoryProvider()]).writeSegment(value as never),
  'provider.watch(listener)': (value) => new MemoryProvider().watch(value as never),
  'provider.write(write)': (value) => new MemoryProvider().write(value as never),
  'provider.writeSegment(write)': (value) => new MemoryProvider().writeSegment(value as never),
};

describe.each(Object.entries(calls))('%s', (_, invoke) => {
  it.each([[null], [undefined], [42], [true], [Symbol('x')]])('rejects %p with a code', async (value) => {
    await expect((async () => await invoke(value))()).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});

it.each([[null], [42], [Symbol('x')], ['later'], ['__proto__']])(
  'A phase %p is rejected with a code',
  async (phase) => {
    const invalid = expect.objectContaining({ code: 'INVALID_OPTIONS' });
    expect(() => contexts.of(execution, phase as never)).toThrow(invalid);
    expect(() => gate.contextOf(execution, phase as never)).toThrow(invalid);
    expect(() => gate.holds('sale', execution, phase as never)).toThrow(invalid);
  },
);

it.each([[null], [42], ['http'], [{}]])(
  'The function gate.disabled(requirement, %p) is rejected with a code',
  (value) => {
    const invalid = expect.objectContaining({ code: 'INVALID_OPTIONS' });
    expect(() => gate.disabled('sale', value as never)).toThrow(invalid);
  },
);

it('A gate is closed for an invalid requirement, whatever the context', () => {
  for (const requirement of [null, undefined, 42, true, {}]) {
    expect(gate.holds(requirement as never, execution)).toBe(false);
    for (const context of [null, 42, 'ada', {}]) expect(gate.holdsFor('sale', context as never, () => 'x')).toBe(true);
  }
});
