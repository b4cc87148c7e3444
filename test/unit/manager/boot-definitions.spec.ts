import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import type { FlagManagerOptions } from '../../../lib/manager/options/flag-manager.options.js';
import type { FlagProviderListener, FlagSet, Unwatch } from '../../../lib/providers/flag-provider.js';
import type { StoreContent } from '../../../lib/store/flag-store.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { MissingPackageError } from '../../../lib/internal/missing-package.error.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { shopFlags } from '../../fixtures/shop-flags.js';
import { Deferred } from '../../support/deferred.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { delivers, hangs, heldBack, PolledProvider, rejects, throws, WatchedProvider } from './fake-providers.js';
import { auditOf, managers, settled } from './managers.js';
import { ScriptedStore } from './scripted-store.js';

const start = managers();
const soon = { bootTimeout: '15ms', loadTimeout: '30ms' } as const;

const closedEarly = { code: 'NOT_RUNNING', message: expect.stringContaining('closed before it had started') };

type Broken = readonly [string, () => FlagSet | Promise<FlagSet>, string, string];

const broken: readonly Broken[] = [
  ['rejects', rejects('connection refused'), 'PROVIDER_FAILED', 'connection refused'],
  ['rejects without a reason', () => Promise.reject(), 'PROVIDER_FAILED', 'without a reason'],
  ['throws at once', throws('not connected'), 'PROVIDER_FAILED', 'not connected'],
  ['hangs', hangs, 'PROVIDER_TIMEOUT', 'did not answer within 15 ms'],
  ['delivers nothing', () => undefined as never, 'PROVIDER_FAILED', ''],
  ['delivers null', () => Promise.resolve(null as never), 'PROVIDER_FAILED', ''],
  ['delivers a text', () => 'flags' as never, 'PROVIDER_FAILED', 'must be an object of definitions'],
  ['delivers flags that are a list', delivers([] as never), 'PROVIDER_FAILED', 'must be an object of definitions'],
  [
    'delivers an object that bites',
    () => new Proxy({} as FlagSet, { get: throws('this object bites') }),
    'PROVIDER_FAILED',
    'this object bites',
  ],
];

async function failedStart(options: FlagManagerOptions): Promise<unknown> {
  return await FlagManager.create(options).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('A provider that fails when the manager starts', () => {
  it.each(broken)(
    'fails the start when it %s; the error names it and everything is closed',
    async (_, answer, code, why) => {
      const logger = new RecordingLogger();
      const clock = new ManualClock();
      const store = new ScriptedStore();
      const healthy = new WatchedProvider(delivers({ dark_mode: true }), 'healthy');
      const remote = new PolledProvider(answer);
      const error = await failedStart({ providers: [healthy, remote], store, logger, clock, ...soon });
      expect(error).toMatchObject({ code, provider: 'remote' });
      expect((error as Error).message).toContain(why);
      expect([healthy.closes, remote.closes, store.closes]).toEqual([1, 1, 1]);
      expect([healthy.listeners.size, store.listeners.size]).toEqual([0, 0]);
      expect(clock.pending).toBe(0);
    },
  );

  it.each([
    ['an unknown type', { sale: { type: 'magic' } }, 'sale.type'],
    ['an illegal key', { 'has space': true }, 'has space'],
    ['more than 100%', { sale: { type: 'percentage', percentage: 101 } }, 'sale.percentage'],
  ])('starts without the definition that has %s, and reports it', async (_, flagsOfRemote, why) => {
    const remote = new PolledProvider(delivers({ ...flagsOfRemote, new_arrivals: true }));
    const { flags, logger } = await start({ providers: [remote], ...soon });
    expect([flags.isEnabled('new_arrivals'), flags.status().state]).toEqual([true, 'degraded']);
    expect(logger.errors.join()).toContain(why);
  });

  it.each(broken)(
    "lets the manager start with the others' flags when it %s, if the options allow it",
    async (_, answer, _code, why) => {
      const remote = new PolledProvider(answer);
      const { flags, logger, clock } = await start({
        providers: [remote],
        initialFlags: shopFlags,
        onBootFailure: 'defaults',
        ...soon,
      });
      expect(flags.evaluate('catalogue')).toMatchObject({ enabled: true, reason: 'enabled' });
      expect(flags.evaluate('new_arrivals')).toMatchObject({ enabled: false, reason: 'provider_error' });
      expect(flags.isEnabled('new_arrivals', {}, true)).toBe(true);
      expect(flags.status()).toMatchObject({ state: 'degraded' });
      expect(logger.errors.join()).toContain('"remote"');
      expect(logger.errors.join()).toContain(why);

      remote.answer = delivers({ new_arrivals: true });
      await flags.refresh();
      expect(flags.evaluate('new_arrivals').reason).toBe('enabled');
      expect(flags.evaluate('unheard_of').reason).toBe('flag_not_found');
      expect(flags.status().state).toBe('ready');
      expect(await auditOf(flags)).toMatchObject([
        { action: 'flag_created', key: 'new_arrivals', before: null, actor: 'provider:remote', origin: 'provider' },
      ]);
      expect(clock.pending).toBe(1);
    },
  );

  it('is read again after cacheTtl', async () => {
    const remote = new PolledProvider(rejects('connection refused'));
    const { flags, clock } = await start({ providers: [remote], onBootFailure: 'defaults', cacheTtl: 5 });
    remote.answer = delivers({ new_arrivals: true });
    clock.advance(5000);
    await settled();
    expect(flags.isEnabled('new_arrivals')).toBe(true);
    expect(flags.status().state).toBe('ready');
  });
});

describe('A provider that is too slow when the manager starts', () => {
  it('is taken over when it answers, and its flags are audited as new', async () => {
    const slow = heldBack();
    const { flags } = await start({
      providers: [new PolledProvider(slow.answer)],
      initialFlags: { ...shopFlags, new_arrivals: false },
      onBootFailure: 'defaults',
      bootTimeout: '15ms',
    });
    expect(flags.evaluate('catalogue').reason).toBe('enabled');
    expect(flags.status().providers.map(({ name, state }) => [name, state])).toEqual([
      ['remote', 'pending'],
      ['initialFlags', 'loaded'],
    ]);
    slow.give({ flags: { new_arrivals: true } });
    await settled();
    expect(flags.isEnabled('new_arrivals')).toBe(true);
    expect(await auditOf(flags)).toMatchObject([
      { action: 'flag_updated', key: 'new_arrivals', actor: 'provider:remote', before: { enabled: false } },
    ]);
  });

  it('does not delay the changes that others announce meanwhile', async () => {
    const slow = heldBack();
    const memory = new MemoryProvider({ dark_mode: false });
    const { flags } = await start({
      providers: [memory, new PolledProvider(slow.answer)],
      onBootFailure: 'defaults',
      bootTimeout: '15ms',
    });
    memory.set('dark_mode', true);
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
    slow.give({ flags: {} });
  });

  it('changes nothing once the start has failed', async () => {
    const slow = heldBack();
    const logger = new RecordingLogger();
    const clock = new ManualClock();
    const remote = new PolledProvider(slow.answer);
    const flags = new FlagManager({ providers: [remote], logger, clock, bootTimeout: '15ms' });
    await expect(flags.start()).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT' });
    slow.give({ flags: { new_arrivals: true } });
    await settled();
    expect(flags.getFlags().size).toBe(0);
    expect([flags.status().state, remote.loads, remote.closes, clock.pending]).toEqual(['closed', 1, 1, 0]);
  });

  it('is not read once the start has failed while it began to watch', async () => {
    const watching: ((unwatch: Unwatch) => void)[] = [];
    let stopped = 0;
    class SlowToWatch extends PolledProvider {
      watch(): Promise<Unwatch> {
        return new Promise((resolve) => watching.push(resolve));
      }
    }
    const remote = new SlowToWatch(delivers({ new_arrivals: true }));
    await failedStart({ providers: [remote], logger: new RecordingLogger(), bootTimeout: '15ms' });
    watching[0]?.(() => void stopped++);
    await settled();
    expect([remote.loads, remote.closes, stopped]).toEqual([0, 1, 1]);
  });

  it('when it is watched does not delay the flags of the others', async () => {
    class SlowToWatch extends PolledProvider {
      watch(): Promise<Unwatch> {
        return new Promise(() => {});
      }
    }
    const { flags } = await start({
      providers: [new SlowToWatch(hangs)],
      initialFlags: shopFlags,
      onBootFailure: 'defaults',
      ...soon,
    });
    expect(flags.evaluate('catalogue').reason).toBe('enabled');
    expect(flags.evaluate('unheard_of').reason).toBe('provider_error');
  });
});

describe('The start', () => {
  it('audits nothing, because initial definitions are not a change', async () => {
    const { flags } = await start({ providers: [new MemoryProvider({ dark_mode: true })], initialFlags: shopFlags });
    expect(await auditOf(flags)).toStrictEqual([]);
  });

  it('includes changes that are announced meanwhile', async () => {
    const slow = heldBack();
    const memory = new MemoryProvider({ dark_mode: false });
    const starting = start({ providers: [memory, new PolledProvider(slow.answer)] });
    await settled();
    memory.set('dark_mode', true);
    await settled();
    slow.give({ flags: { new_arrivals: true } });
    const { flags } = await starting;
    expect(flags.isEnabled('dark_mode')).toBe(true);
    expect((await auditOf(flags)).filter(({ key }) => key === 'new_arrivals')).toStrictEqual([]);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no subscription'))],
    ['throws', throws('no subscription')],
  ])('continues without watching where that %s: such a source is polled, and nothing is audited', async (_, watch) => {
    class Unwatchable extends PolledProvider {
      watch(_listener: FlagProviderListener): Promise<Unwatch> {
        return watch() as never;
      }
    }
    const remote = new Unwatchable(delivers({ dark_mode: false }));
    const { flags, clock, logger } = await start({ providers: [remote], initialFlags: shopFlags });
    expect(await auditOf(flags)).toStrictEqual([]);
    expect(flags.status().state).toBe('ready');
    expect(logger.errors).toEqual([expect.stringContaining('no subscription')]);
    remote.answer = delivers({ dark_mode: true });
    clock.advance(60_000);
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
  });

  it.each([
    ['options', new InvalidOptionsError('The Redis client rejects options "url" and "clientOptions" of RedisStore.')],
    ['packages', new MissingPackageError('redis', 'keep flags in Redis')],
  ])('fails when the store can never work with these %s, whatever the boot failure policy', async (_, failure) => {
    const store = new ScriptedStore();
    store.failure = failure;
    const logger = new RecordingLogger();
    expect(await failedStart({ store, logger, onBootFailure: 'defaults' })).toBe(failure);
    expect(store.closes).toBe(1);
  });

  it('fails before anything is read when two providers have the same name', async () => {
    const [one, two] = [new PolledProvider(delivers({})), new PolledProvider(delivers({}))];
    expect(await failedStart({ providers: [one, two] })).toMatchObject({ code: 'INVALID_OPTIONS' });
    expect(one.loads + two.loads).toBe(0);
  });

  it('logs what fails to close after a failed start, and still throws the original error', async () => {
    class Sticky extends PolledProvider {
      override close(): void {
        throw new Error('will not close');
      }
    }
    const logger = new RecordingLogger();
    const store = new ScriptedStore();
    const providers = [new Sticky(rejects('connection refused'))];
    expect(await failedStart({ providers, logger, store })).toMatchObject({ code: 'PROVIDER_FAILED' });
    expect(logger.errors).toContainEqual(expect.stringContaining('will not close'));
    expect(store.closes).toBe(1);
  });

  it('leaves the manager closed when close() overtakes it', async () => {
    const slow = heldBack();
    const clock = new ManualClock();
    const remote = new PolledProvider(slow.answer);
    const flags = new FlagManager({ providers: [remote], clock, logger: new RecordingLogger() });
    const starting = flags.start();
    starting.catch(() => {}); // told below
    await settled();
    await flags.close();
    slow.give({ flags: {} });
    await expect(starting).rejects.toMatchObject(closedEarly);
    expect(flags.status().state).toBe('closed');
    await expect(flags.enable('catalogue')).rejects.toMatchObject({ code: 'NOT_RUNNING' });
    expect([remote.closes, clock.pending]).toEqual([1, 0]);
  });

  it('reads nothing more and closes what it opened when close() overtakes it', async () => {
    const content = new Deferred<StoreContent>();
    const store = Object.assign(new ScriptedStore(), { read: () => content.promise });
    const remote = new WatchedProvider(delivers({ dark_mode: true }));
    const clock = new ManualClock();
    const flags = new FlagManager({ providers: [remote], store, clock, logger: new RecordingLogger() });
    const starting = flags.start();
    starting.catch(() => {}); // told below
    await settled();
    await flags.close();
    content.resolve(store.memory.read());
    await expect(starting).rejects.toMatchObject(closedEarly);
    expect(flags.status().state).toBe('closed');
    expect([remote.loads, remote.listeners.size, remote.closes]).toEqual([0, 0, 1]);
    expect([store.closes, store.listeners.size, clock.pending]).toEqual([1, 0, 0]);
  });
});
