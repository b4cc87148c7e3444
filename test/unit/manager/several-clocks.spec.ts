import { describe, expect, it } from '@jest/globals';
import type { MemoryStore } from '../../../lib/store/memory/memory.store.js';
import type { ManualClock } from '../../../lib/testing/manual-clock.js';
import { instances } from './instances.js';
import { auditOf, settled } from './managers.js';
import { ScriptedStore } from './scripted-store.js';
import { SkewedClock } from './skewed-clock.js';

const shared = instances();
const minute = 60_000;

/** A store with a clock of its own, which is right. */
class TimedStore extends ScriptedStore {
  readonly #clock: ManualClock;

  constructor(memory: MemoryStore, clock: ManualClock) {
    super(memory);
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }
}

/** Starts instances, each with a clock that is so many minutes ahead. */
async function skewed(...ahead: readonly number[]) {
  const { memory, clock, start } = shared();
  const initialFlags = { payments: true, sale: false };
  const started = ahead.map((minutes) =>
    start({ clock: new SkewedClock(clock, minutes * minute), initialFlags }, new TimedStore(memory, clock)),
  );
  const pass = async (minutes: number) => {
    for (let i = 0; i < minutes * 10; i++) {
      clock.advance(minute / 10);
      await settled();
    }
  };
  const inMinutes = (minutes: number) => new Date(clock.now() + minutes * minute);
  return { all: await Promise.all(started), pass, inMinutes };
}

describe('An instance whose clock is wrong', () => {
  it('neither ends overrides early nor drops scheduled changes of other instances', async () => {
    const { all, pass, inMinutes } = await skewed(0, 10);
    const [right, fast] = all;
    await right?.flags.disable('payments', { expiresAt: inMinutes(5), actor: 'ops' });
    const sale = { type: 'set_override', key: 'sale', serve: { enabled: true } } as const;
    await right?.flags.schedule(sale, inMinutes(5), { dropAfter: '1m' });
    await pass(4.9);
    expect(right?.flags.getOverride('payments')).toBeDefined();
    expect(right?.flags.getSchedules()).toHaveLength(1);
    await pass(0.2);
    expect([right?.flags.getOverride('payments'), right?.flags.isEnabled('sale')]).toEqual([undefined, true]);
    expect(fast?.logger.warnings).toEqual([expect.stringContaining('600 s ahead of that of flag store "shared"')]);
    expect(right?.logger.lines).toStrictEqual([]);
  });

  it.each([10, -10])(
    'makes due changes in time when no other instance does: one that is %i minutes ahead',
    async (ahead) => {
      const { all, pass, inMinutes } = await skewed(ahead);
      const [only] = all;
      const until = inMinutes(20).toISOString();
      const sale = { type: 'set_override', key: 'sale', serve: { enabled: true }, expiresAt: until } as const;
      await only?.flags.schedule(sale, inMinutes(15), { dropAfter: '1m' });
      await pass(14.9);
      expect(only?.flags.getSchedules()).toHaveLength(1);
      await pass(0.2);
      expect([only?.flags.getSchedules(), only?.flags.getOverride('sale')?.expiresAt]).toEqual([[], until]);
      await pass(4.9);
      expect(only?.flags.getOverride('sale')).toBeUndefined();
    },
  );

  it('drops a scheduled change only if it is too late by the time of the store', async () => {
    const { all, pass, inMinutes } = await skewed(-10);
    const [slow] = all;
    const sale = { type: 'set_override', key: 'sale', serve: { enabled: true } } as const;
    await slow?.flags.schedule(sale, inMinutes(1), { dropAfter: '1m' });
    if (slow !== undefined) slow.store.onLease = () => false;
    await pass(3);
    if (slow !== undefined) slow.store.onLease = () => true;
    await pass(1);
    const entries = slow === undefined ? [] : await auditOf(slow.flags);
    expect(entries.at(-1)).toMatchObject({ action: 'schedule_dropped', key: 'sale' });
  });
});
