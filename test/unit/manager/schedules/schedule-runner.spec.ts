import { describe, expect, it } from '@jest/globals';
import type { ScheduledChange } from '../../../../lib/store/flag-schedule.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { eventually } from '../../../support/eventually.js';
import { heldBack, PolledProvider } from '../fake-providers.js';
import { instances } from '../instances.js';
import { auditOf, managers, settled } from '../managers.js';

const shared = instances();
const start = managers();
const minute = 60_000;
const set = (key: string, enabled = true): ScheduledChange => ({ type: 'set_override', key, serve: { enabled } });
const save = (key: string, enabled: boolean): ScheduledChange => ({
  type: 'save_flag',
  key,
  definition: { type: 'boolean', enabled },
});
const inMinutes = (clock: ManualClock, minutes: number) => new Date(clock.now() + minutes * minute);

async function pass(clock: ManualClock, minutes: number): Promise<void> {
  clock.advance(minutes * minute);
  await settled();
}

describe('A scheduled change', () => {
  it('is made at its time, in the name of the actor who scheduled it, for the same reason', async () => {
    const { clock, start: instance } = shared();
    const { flags } = await instance();
    const schedule = await flags.schedule(set('sale'), inMinutes(clock, 5), { actor: 'ann', reason: 'Black Friday' });
    expect(flags.getSchedules()).toEqual([schedule]);
    await pass(clock, 4.999);
    expect(flags.isEnabled('sale')).toBe(false);
    await pass(clock, 0.001);
    expect([flags.isEnabled('sale'), flags.getSchedules()]).toEqual([true, []]);
    expect((await auditOf(flags)).slice(1)).toMatchObject([
      {
        action: 'schedule_carried_out',
        key: 'sale',
        actor: 'ann',
        reason: 'Black Friday',
        origin: 'schedule',
        before: schedule,
      },
      { action: 'override_set', key: 'sale', actor: 'ann', reason: 'Black Friday', origin: 'schedule' },
    ]);
    expect(clock.pending).toBe(1); // the poll of the store
  });

  it.each<[ScheduledChange, string]>([
    [set('theme', false), 'override_set'],
    [{ type: 'clear_override', key: 'search' }, 'override_cleared'],
    [{ type: 'save_flag', key: 'theme', definition: { type: 'percentage', percentage: 5 } }, 'flag_created'],
    [{ type: 'delete_flag', key: 'express' }, 'flag_deleted'],
    [{ type: 'save_segment', key: 'staff', definition: { include: ['eve'] } }, 'segment_created'],
    [{ type: 'delete_segment', key: 'vip' }, 'segment_deleted'],
  ])('may be %j', async (change, action) => {
    const { clock, start: instance, log } = shared();
    const { flags } = await instance();
    await flags.enable('search');
    await flags.saveFlag('express', true);
    await flags.saveSegment('vip', {});
    await flags.schedule(change, inMinutes(clock, 1));
    await pass(clock, 1);
    expect(log().slice(4)).toEqual([`schedule_carried_out ${change.key} 5`, `${action} ${change.key} 6`]);
  });

  it('is recorded as carried out when there is nothing left to change', async () => {
    const { clock, start: instance, log } = shared();
    const { flags } = await instance();
    await flags.schedule({ type: 'clear_override', key: 'search' }, inMinutes(clock, 1));
    await pass(clock, 1);
    expect(log()).toEqual(['schedule_added search 1', 'schedule_carried_out search 2']);
  });

  it('is made in order of time, and within one instant in the order of scheduling', async () => {
    const { clock, start: instance } = shared();
    const { flags } = await instance();
    await flags.schedule(set('sale', false), inMinutes(clock, 2));
    await flags.schedule(set('sale', true), inMinutes(clock, 1));
    await flags.schedule(set('theme', false), inMinutes(clock, 1));
    await flags.schedule(set('theme', true), inMinutes(clock, 1));
    await pass(clock, 2);
    expect([flags.isEnabled('sale'), flags.isEnabled('theme')]).toEqual([false, true]);
  });

  it('is made after an earlier one of which its instance learns only when it begins', async () => {
    const { clock, start: instance } = shared();
    const [late, other] = [await instance({ storePoll: '1h' }), await instance()];
    await late.flags.schedule(set('sale', false), inMinutes(clock, 2));
    late.store.onFeed = () => {}; // it is not notified
    await other.flags.schedule(set('sale', true), inMinutes(clock, 1));
    other.store.onLease = () => false;
    await pass(clock, 2);
    await eventually(() => expect(late.flags.getSchedules()).toStrictEqual([]));
    expect(late.flags.isEnabled('sale')).toBe(false);
  });

  it('is made once, by one of several instances, and is in force on all of them at once', async () => {
    const { clock, start: instance, log } = shared();
    const all = [await instance(), await instance(), await instance()];
    for (let i = 0; i < 20; i++) await all[i % 3]?.flags.schedule(set(`sale-${i}`), inMinutes(clock, 1));
    for (const { store } of all) store.slow = true; // all of them try, because all of them get the lease
    clock.advance(minute);
    await eventually(() => expect(log()).toHaveLength(60));
    await eventually(() => expect(all.map(({ announced }) => announced.at(-1))).toEqual(Array(3).fill(log().at(-1))));
    for (const { flags, announced } of all) {
      expect(flags.getSchedules()).toStrictEqual([]);
      expect(flags.evaluateAll().every(({ enabled }) => enabled)).toBe(true);
      expect(announced.filter((line) => line.startsWith('override_set'))).toHaveLength(20);
      expect(announced).toEqual(log().slice(-announced.length));
    }
  });

  it('is made at the start, however late, if it became due while no instance was running', async () => {
    const { clock, start: instance } = shared();
    const one = await instance();
    await one.flags.schedule(set('sale'), inMinutes(clock, 1));
    await one.flags.close();
    await pass(clock, 60 * 24);
    const { flags } = await instance();
    await pass(clock, 0);
    expect(flags.isEnabled('sale')).toBe(true);
  });

  it('is not made before the flags that it needs are available', async () => {
    const { clock, start: instance, log } = shared();
    const one = await instance();
    const definition = { type: 'boolean', otherwise: false, rules: [{ when: { segment: 'vip' } }] } as const;
    await one.flags.schedule({ type: 'save_flag', key: 'sale', definition }, inMinutes(clock, 1));
    await one.flags.close();
    await pass(clock, 2);
    const slow = heldBack();
    const starting = instance({ providers: [new PolledProvider(slow.answer)] });
    await settled();
    await pass(clock, 0);
    slow.give({ flags: {}, segments: { vip: {} } });
    await starting;
    await pass(clock, 0);
    expect(log().slice(1)).toEqual(['schedule_carried_out sale 2', 'flag_created sale 3']);
  });

  it('is dropped and reported when it is later than dropAfter allows', async () => {
    const { clock, start: instance } = shared();
    const one = await instance();
    await one.flags.schedule(set('sale'), inMinutes(clock, 1), { dropAfter: '1m', actor: 'ann' });
    await one.flags.schedule(set('theme'), inMinutes(clock, 2), { dropAfter: '1m' });
    await one.flags.close();
    await pass(clock, 3);
    const { flags } = await instance();
    await pass(clock, 0);
    expect([flags.isEnabled('sale'), flags.isEnabled('theme')]).toEqual([false, true]);
    expect((await auditOf(flags))[2]).toMatchObject({
      action: 'schedule_dropped',
      key: 'sale',
      actor: 'ann',
      reason: expect.stringContaining('within 60000 ms'),
    });
  });

  it('is recorded as failed with the reason when it cannot be made, and delays no other', async () => {
    const { clock, start: instance } = shared();
    const { flags } = await instance();
    const { version = -1 } = await flags.saveFlag('sale', true);
    await flags.schedule(
      { type: 'save_flag', key: 'sale', definition: false, expectedVersion: version },
      inMinutes(clock, 1),
    );
    await flags.schedule({ type: 'set_override', key: 'sale', serve: { variant: 'gone' } }, inMinutes(clock, 1));
    await flags.schedule(set('theme'), inMinutes(clock, 1));
    await flags.saveFlag('sale', true, { expectedVersion: version });
    await pass(clock, 1);
    expect((await auditOf(flags)).slice(5)).toMatchObject([
      { action: 'schedule_failed', key: 'sale', reason: expect.stringContaining('version') },
      { action: 'schedule_failed', key: 'sale', reason: expect.stringContaining('no variants') },
      { action: 'schedule_carried_out', key: 'theme' },
      { action: 'override_set', key: 'theme' },
    ]);
    expect(flags.getSchedules()).toStrictEqual([]);
  });

  it('is logged once, by the instance that records it, when it is not made', async () => {
    const { clock, start: instance } = shared();
    const all = [await instance(), await instance()];
    const [one] = all;
    const serve = { variant: 'gone' };
    const failing = await one?.flags.schedule({ type: 'set_override', key: 'sale', serve }, inMinutes(clock, 1));
    const late = await one?.flags.schedule(set('theme'), inMinutes(clock, 1), { dropAfter: '0ms' });
    for (const { store } of all) store.slow = true; // both of them try, because both of them get the lease
    clock.advance(minute + 1);
    await eventually(() => expect(all.map(({ flags }) => flags.getSchedules())).toEqual([[], []]));
    await settled();
    expect(
      all.flatMap(({ logger }) => logger.warnings).filter((line) => line.includes('The scheduled change')),
    ).toEqual([
      expect.stringMatching(
        `^The scheduled change ${failing?.id} of "sale" has failed and was not made: Flag "sale" is not defined`,
      ),
      `The scheduled change ${late?.id} of "theme" was dropped and was not made: it could not be made within 0 ms after it was due`,
    ]);
  });

  it('is retried when a provider does not accept it yet, and delays no other flag', async () => {
    const provider = new MemoryProvider({ sale: false });
    const write = provider.write.bind(provider);
    const { flags, clock, logger } = await start({ providers: [provider] });
    await flags.schedule({ type: 'save_flag', key: 'sale', definition: true }, inMinutes(clock, 1));
    await flags.schedule(set('theme'), inMinutes(clock, 2));
    Object.assign(provider, { write: () => Promise.reject(new Error('connection refused')) });
    await pass(clock, 2);
    await pass(clock, 1);
    expect([flags.isEnabled('theme'), flags.isEnabled('sale')]).toEqual([true, false]);
    expect(logger.errors.join()).toContain('connection refused');
    Object.assign(provider, { write });
    await pass(clock, 1);
    expect([flags.isEnabled('sale'), flags.getSchedules()]).toEqual([true, []]);
  });

  it('delays only later changes of its flag when a provider does not accept it yet', async () => {
    const provider = new MemoryProvider({ checkout: true });
    const write = provider.write.bind(provider);
    const { flags, clock } = await start({ providers: [provider] });
    await flags.schedule(save('checkout', true), inMinutes(clock, 1));
    await flags.schedule(save('checkout', false), inMinutes(clock, 1));
    await flags.schedule(set('checkout'), inMinutes(clock, 1));
    await flags.schedule({ type: 'save_segment', key: 'checkout', definition: {} }, inMinutes(clock, 1));
    await flags.schedule(save('search', true), inMinutes(clock, 1));
    let failures = 1;
    Object.assign(provider, {
      write: (change: Parameters<typeof write>[0]) =>
        failures-- > 0 ? Promise.reject(new Error('restarting')) : write(change),
    });
    await pass(clock, 1);
    expect([flags.isEnabled('search'), flags.getSchedules().map(({ change }) => change)]).toEqual([
      true,
      [save('checkout', true), save('checkout', false), set('checkout')],
    ]);
    await pass(clock, 1);
    expect(flags.getFlags().get('checkout')?.enabled).toBe(false);
    const made = (await auditOf(flags)).filter(({ action }) => !action.startsWith('schedule_'));
    expect(made.map(({ action, key }) => `${action} ${key}`)).toEqual([
      'segment_created checkout',
      'flag_created search',
      'flag_updated checkout',
      'flag_updated checkout',
      'override_set checkout',
    ]);
  });

  it('is made once the store is back when it cannot be stored at its time', async () => {
    const { clock, start: instance, log } = shared();
    const { flags, store } = await instance();
    await flags.schedule(set('sale'), inMinutes(clock, 1));
    store.failure = new Error('connection refused');
    await expect(flags.enable('theme')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await pass(clock, 2);
    expect(flags.isEnabled('sale')).toBe(false);
    store.failure = undefined;
    await pass(clock, 1);
    expect(flags.isEnabled('sale')).toBe(true);
    expect(log()).toEqual(['schedule_added sale 1', 'schedule_carried_out sale 2', 'override_set sale 3']);
  });

  it('is made once although its answer is lost', async () => {
    const { clock, start: instance, log } = shared();
    const { flags, store } = await instance();
    await flags.schedule(set('sale'), inMinutes(clock, 1));
    store.onFeed = () => {};
    store.onAppend = (append) => {
      store.onAppend = (next) => next();
      void append();
      throw new Error('connection lost');
    };
    clock.advance(minute);
    await eventually(() => expect([flags.isEnabled('sale'), flags.getSchedules()]).toEqual([true, []]));
    await settled();
    expect(log()).toEqual(['schedule_added sale 1', 'schedule_carried_out sale 2', 'override_set sale 3']);
  });
});
