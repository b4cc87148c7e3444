import { describe, expect, it } from '@jest/globals';
import type { ScheduledChange } from '../../../../lib/store/flag-schedule.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { delivers, PolledProvider } from '../fake-providers.js';
import { instances } from '../instances.js';
import { auditOf, managers, settled } from '../managers.js';
import { ScriptedStore } from '../scripted-store.js';

const shared = instances();
const start = managers();
const minute = 60_000;
const set = (key: string, enabled = true): ScheduledChange => ({ type: 'set_override', key, serve: { enabled } });
const inMinutes = (clock: ManualClock, minutes: number) => new Date(clock.now() + minutes * minute);

async function pass(clock: ManualClock, minutes: number): Promise<void> {
  clock.advance(minutes * minute);
  await settled();
}

describe('Cancelling a scheduled change', () => {
  it('removes it, once', async () => {
    const { clock, start: instance, log } = shared();
    const { flags } = await instance();
    const { id } = await flags.schedule(set('sale'), inMinutes(clock, 1));
    const results = await Promise.all([flags.cancelSchedule(id, { actor: 'ann' }), flags.cancelSchedule(id)]);
    await pass(clock, 2);
    expect([results, flags.isEnabled('sale')]).toEqual([[true, false], false]);
    expect(log()).toEqual(['schedule_added sale 1', 'schedule_cancelled sale 2']);
    expect((await auditOf(flags))[1]).toMatchObject({ actor: 'ann', before: { id }, after: null });
  });

  it('is too late once it was made', async () => {
    const { clock, start: instance } = shared();
    const { flags } = await instance();
    const { id } = await flags.schedule(set('sale'), inMinutes(clock, 1));
    await pass(clock, 1);
    expect(await flags.cancelSchedule(id)).toBe(false);
    expect(flags.isEnabled('sale')).toBe(true);
  });

  it('succeeds on one instance only if no other has made it', async () => {
    const { clock, start: instance, log } = shared();
    const [one, two] = [await instance(), await instance()];
    const { id } = await one.flags.schedule(set('sale'), inMinutes(clock, 1));
    one.store.onLease = () => false;
    two.store.slow = true;
    clock.advance(minute);
    const cancelled = await one.flags.cancelSchedule(id);
    await settled();
    const ends = log().filter((line) => /schedule_(cancelled|carried_out)/.test(line));
    expect(ends).toEqual([cancelled ? 'schedule_cancelled sale 2' : 'schedule_carried_out sale 2']);
    expect([one.flags.isEnabled('sale'), two.flags.isEnabled('sale')]).toEqual([!cancelled, !cancelled]);
  });
});

describe('Scheduled changes', () => {
  it('are limited to 1,000', async () => {
    const { flags, clock } = await start({ providers: [new PolledProvider(delivers({}))] });
    const all = Array.from({ length: 1000 }, (_, i) => flags.schedule(set(`sale-${i}`), inMinutes(clock, 5)));
    const [first] = await Promise.all(all);
    await expect(flags.schedule(set('sale'), inMinutes(clock, 5))).rejects.toMatchObject({
      code: 'INVALID_SCHEDULE',
      message: expect.stringContaining('1000 changes are already scheduled'),
    });
    await flags.cancelSchedule(first?.id ?? '');
    await flags.schedule(set('sale'), inMinutes(clock, 5));
    expect(flags.status().schedules).toBe(1000);
  });

  it('for one instant are listed in the order of scheduling, in whatever order the store returns them', async () => {
    const { clock, start: instance } = shared();
    const { flags, store } = await instance();
    const time = inMinutes(clock, 5);
    for (const key of ['first', 'second', 'third']) await flags.schedule(set(key), time); // within one millisecond
    const other = new ScriptedStore(store.memory);
    other.read = () => {
      const { position, documents } = store.memory.read();
      return { position, documents: documents.toReversed() };
    };
    const { flags: restarted } = await instance({}, other);
    expect(restarted.getSchedules().map(({ change }) => change.key)).toEqual(['first', 'second', 'third']);
  });

  it('are listed in the order in which they are due', async () => {
    const { flags, clock } = await start();
    for (const minutes of [3, 1, 2]) await flags.schedule(set(`in-${minutes}`), inMinutes(clock, minutes));
    expect(flags.getSchedules().map(({ change }) => change.key)).toEqual(['in-1', 'in-2', 'in-3']);
  });

  it('leave no timer behind when the manager is closed', async () => {
    const { flags, clock } = await start();
    await flags.schedule(set('sale'), inMinutes(clock, 1));
    await flags.close();
    expect(clock.pending).toBe(0);
  });
});
