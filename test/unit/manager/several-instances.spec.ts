import { describe, expect, it } from '@jest/globals';
import { MemoryStore } from '../../../lib/store/memory/memory.store.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { eventually } from '../../support/eventually.js';
import { hangs, heldBack, PolledProvider } from './fake-providers.js';
import { instances } from './instances.js';
import { settled } from './managers.js';
import { plainStore } from './scripted-store.js';

const shared = instances();
const minute = 60_000;

describe('Instances that share a store', () => {
  it('have every change in force at once, and announce it once, in one order', async () => {
    const { start, log } = shared();
    const patient = () => start({ storeTimeout: '5s' });
    const all = [await patient(), await patient(), await patient()];
    for (const { store } of all) store.slow = true;
    const rounds = Array.from({ length: 10 }, (_, i) => all.map(({ flags }) => flags.setOverride('sale', i % 2 === 0)));
    await Promise.all(rounds.flat());
    const [last] = all.map(({ flags }) => flags.getOverride('sale'));
    for (const { flags, announced } of all) {
      expect(announced).toEqual(log());
      expect([flags.getOverride('sale'), flags.status().version]).toEqual([last, 30]);
    }
  });

  it('are identified by names of their own', async () => {
    const { start } = shared();
    const [one, two] = [await start(), await start()];
    expect(one.flags.status().instance).not.toBe(two.flags.status().instance);
  });

  it('announce missed changes when they catch up, in order', async () => {
    const { start, log, clock } = shared();
    const [one, two] = [await start(), await start()];
    two.store.failure = new Error('connection refused');
    two.store.onFeed = () => {};
    for (const key of ['sale', 'theme', 'search']) await one.flags.disable(key);
    expect(two.announced).toStrictEqual([]);
    two.store.failure = undefined;
    clock.advance(36_000);
    await settled();
    expect(two.announced).toEqual(log());
  });

  it('end each expired override exactly once', async () => {
    const { start, log, clock } = shared();
    const all = [await start(), await start(), await start()];
    await all[0]?.flags.disable('sale', { expiresAt: new Date(clock.now() + minute) });
    for (const { store } of all) store.slow = true; // all of them try, because all of them get the lease
    clock.advance(minute);
    await eventually(() => expect(log()).toHaveLength(2));
    await settled();
    for (const { announced } of all) expect(announced).toEqual(['override_set sale 1', 'override_expired sale 2']);
    expect(log()).toHaveLength(2);
  });

  it('end an override although the instance that holds the lease was killed', async () => {
    const { start, log, clock } = shared();
    const [one, two] = [await start(), await start()];
    await one.flags.disable('sale', { expiresAt: new Date(clock.now() + minute) });
    one.store.hangs = true;
    two.store.onLease = () => false;
    clock.advance(minute);
    await settled();
    expect(log()).toHaveLength(1);
    two.store.onLease = () => true;
    clock.advance(1200);
    await settled();
    expect(log()).toEqual(['override_set sale 1', 'override_expired sale 2']);
  });

  it('have a kill switch in force before their providers have answered', async () => {
    const { start } = shared();
    const one = await start();
    await one.flags.disable('sale');
    const slow = heldBack();
    const two = await start({
      providers: [new PolledProvider(slow.answer)],
      initialFlags: { sale: true },
      bootTimeout: '15ms',
      onBootFailure: 'defaults',
    });
    expect(two.flags.evaluate('sale')).toMatchObject({ enabled: false, reason: 'override' });
    slow.give({ flags: {} });
  });
});

describe('A store with only the required methods', () => {
  it('is polled, and due changes are still made once', async () => {
    const { start, log, clock, memory } = shared();
    const all = [await start({ store: plainStore(memory) }), await start({ store: plainStore(memory) })];
    const [one, two] = all;
    await one?.flags.disable('sale', { expiresAt: new Date(clock.now() + minute) });
    expect(two?.flags.getOverrides()).toStrictEqual([]);
    clock.advance(36_000);
    await settled();
    expect(two?.flags.getOverrides()).toHaveLength(1);
    clock.advance(minute);
    await settled();
    expect(log()).toEqual(['override_set sale 1', 'override_expired sale 2']);
    for (const { announced } of all) expect(announced).toEqual(log());
  });
});

/** Two instances that know two changes, and a store that has lost the second one. */
async function goneBack() {
  const { start, clock, memory } = shared();
  const [one, two] = [await start(), await start()];
  await one.flags.disable('checkout');
  const earlier = new MemoryStore();
  earlier.append(memory.query({ order: 'oldest_first', limit: 1 }), earlier.read().position);
  await one.flags.disable('sale');
  for (const { store } of [one, two]) store.memory = earlier;
  return { one, two, earlier, clock, memory };
}

describe('A store that goes back to an earlier state', () => {
  it('takes its changes back on every instance, and accepts new ones', async () => {
    const { one, two, earlier, clock, memory } = await goneBack();
    clock.advance(36_000);
    await settled();
    for (const { flags } of [one, two]) {
      expect([flags.getOverrides().map(({ key }) => key), flags.status().version]).toEqual([['checkout'], 1]);
    }
    await two.flags.enable('theme');
    expect(earlier.read().position.version).toBe(2);
    expect(memory.read().position.version).toBe(2);
  });

  it('is noticed by every writer, before anything is written', async () => {
    const { one, earlier } = await goneBack();
    await one.flags.disable('theme');
    expect(one.flags.getOverrides().map(({ key }) => key)).toEqual(['checkout', 'theme']);
    expect(earlier.read().position.version).toBe(2);
  });
});

describe('A manager whose store hangs', () => {
  it.each([
    ['nothing is under way', () => undefined],
    ['a change is under way', ({ disable }: { disable: () => Promise<void> }) => disable()],
  ])('is closed in time, without a timer left, when %s', async (_, begin) => {
    const { start, clock } = shared();
    const { flags, store } = await start({ providers: [new MemoryProvider({ sale: true })] });
    await flags.disable('sale', { expiresAt: new Date(clock.now() + minute) });
    store.hangs = true;
    const change = Promise.allSettled([begin({ disable: () => flags.disable('theme') })]);
    clock.advance(minute); // an override expires
    const began = performance.now();
    await flags.close();
    await change;
    expect(performance.now() - began).toBeLessThan(1000);
    expect([clock.pending, store.closes]).toEqual([0, 1]);
  });

  it('is closed without a timer left when it has never started', async () => {
    const { start, clock } = shared();
    const providers = [new PolledProvider(hangs)];
    const starting = start({ providers, bootTimeout: '15ms', loadTimeout: '15ms' });
    await expect(starting).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT' });
    expect(clock.pending).toBe(0);
  });
});

const theme = (...names: string[]) => ({
  type: 'variant' as const,
  variants: names.map((name) => ({ name, weight: 1 })),
});

/** One that has made changes, and one to which no news of them comes. */
async function behind() {
  const { start, clock, log } = shared();
  const [one, two] = [await start(), await start()];
  two.store.onFeed = () => {};
  return { one: one.flags, two: two.flags, later: new Date(clock.now() + minute), log };
}

describe('An override that expires while it waits in the queue', () => {
  it('is still set, and expires', async () => {
    const { start, clock, log } = shared();
    const { flags, store } = await start({ storeTimeout: '5s' });
    store.slow = true;
    const before = flags.disable('theme');
    const short = flags.disable('sale', { expiresAt: new Date(clock.now() + 10) });
    clock.advance(20);
    await Promise.all([before, short]);
    clock.advance(1);
    await eventually(() =>
      expect(log()).toEqual(['override_set theme 1', 'override_set sale 2', 'override_expired sale 3']),
    );
  });
});

describe('An instance that has not received a change yet', () => {
  it('accepts a call that continues from it', async () => {
    const { one, two, later } = await behind();
    await one.disable('sale');
    expect(await two.clearOverride('sale')).toBe(true);
    const { version } = await one.saveFlag('theme', theme('dark', 'light'));
    await two.setOverride('theme', 'light');
    await two.saveFlag('theme', theme('dark'), { expectedVersion: version ?? 0 });
    const { id } = await one.schedule({ type: 'clear_override', key: 'theme' }, later);
    expect(await two.cancelSchedule(id)).toBe(true);
  });

  it('rejects a call that the current state does not allow', async () => {
    const { one, two, log } = await behind();
    const { version } = await one.saveFlag('theme', theme('dark'));
    await one.saveFlag('theme', theme('light'), { actor: 'ada' });
    const refused = two.saveFlag('theme', theme('dark'), { expectedVersion: version ?? 0 });
    await expect(refused).rejects.toMatchObject({ code: 'VERSION_CONFLICT', changedBy: { actor: 'ada', version: 2 } });
    await expect(two.setOverride('theme', 'dark')).rejects.toMatchObject({ code: 'INVALID_OVERRIDE' });
    expect(await two.clearOverride('sale')).toBe(false);
    expect(log()).toHaveLength(2);
  });
});
