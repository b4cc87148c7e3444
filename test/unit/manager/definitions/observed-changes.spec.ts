import { describe, expect, it } from '@jest/globals';
import { START } from '../../../../lib/store/flag-store.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { eventually } from '../../../support/eventually.js';
import { delivers, heldBack, PolledProvider } from '../fake-providers.js';
import { instances, type Instance } from '../instances.js';
import { auditOf, settled } from '../managers.js';
import { requestPreparationOf } from '../../../../lib/manager/manager-components.js';

const shared = instances();
const rollout = { type: 'percentage', percentage: 5 };
const gift = { type: 'user_list', users: ['ada'] };

/** Instances that read one source, each on demand. */
function readers(flags: Readonly<Record<string, unknown>> = { sale: false }) {
  const { start, log, clock, memory } = shared();
  const remote = { answer: delivers(flags) };
  return {
    log,
    /** The log as the types of the flag before and after each entry. */
    types: () =>
      memory
        .query({ order: 'oldest_first', limit: 100 })
        .map(({ before, after }) =>
          [before, after].map((flag) => (flag !== null && 'type' in flag ? flag.type : 'none')),
        )
        .map((pair) => pair.join(' > ')),
    clock,
    memory,
    start: () => start({ providers: [new PolledProvider(() => remote.answer())], cacheTtl: 0 }),
    deliver: (next: Readonly<Record<string, unknown>>) => void (remote.answer = delivers(next)),
  };
}

const isOn = ({ flags }: Instance) => flags.isEnabled('sale');

describe('A change at a source that several instances read', () => {
  it('is recorded by the first one that reads it, and each announces it once it is in force there', async () => {
    const { start, deliver, log } = readers();
    const [one, two] = [await start(), await start()];
    deliver({ sale: true });
    await one.flags.refresh();
    expect([one.announced, two.announced]).toEqual([['flag_updated sale 1'], []]);
    expect([isOn(one), isOn(two)]).toEqual([true, false]);
    await two.flags.refresh();
    expect([one.announced, two.announced]).toEqual([['flag_updated sale 1'], ['flag_updated sale 1']]);
    expect([isOn(two), log()]).toEqual([true, ['flag_updated sale 1']]);
  });

  it('is recorded once although all read it at the same moment', async () => {
    const { start, deliver, log } = readers();
    const all = [await start(), await start(), await start()];
    for (const { store } of all) store.slow = true;
    deliver({ sale: true });
    await Promise.all(all.map(({ flags }) => flags.refresh()));
    expect(log()).toEqual(['flag_updated sale 1']);
    for (const { announced } of all) expect(announced).toEqual(['flag_updated sale 1']);
  });

  it('counts as two changes when it is undone, whichever instance reads each first', async () => {
    const { start, deliver, log } = readers();
    const [one, two] = [await start(), await start()];
    for (const [sale, first, second] of [
      [true, one, two],
      [false, two, one],
      [true, two, one],
    ] as const) {
      deliver({ sale });
      await first.flags.refresh();
      await second.flags.refresh();
    }
    expect(log()).toEqual(['flag_updated sale 1', 'flag_updated sale 2', 'flag_updated sale 3']);
    expect([one.announced, two.announced]).toEqual([log(), log()]);
  });

  it('is not announced by an instance that started with it, and hides no later one', async () => {
    const { start, deliver, log } = readers();
    const one = await start();
    deliver({ sale: true });
    const two = await start(); // it has only ever seen the sale on
    await one.flags.refresh();
    for (const sale of [false, true]) {
      deliver({ sale });
      await two.flags.refresh(); // the other one does not read it any more
    }
    expect(log()).toEqual(['flag_updated sale 1', 'flag_updated sale 2', 'flag_updated sale 3']);
    expect(two.announced).toEqual(log());
  });

  it('is not recorded by an instance that never reads it', async () => {
    const { start, deliver, log } = readers();
    const [one, two] = [await start(), await start()];
    for (const sale of [true, false]) {
      deliver({ sale });
      await one.flags.refresh();
    }
    await two.flags.refresh();
    expect(isOn(two)).toBe(false);
    expect(log()).toEqual(['flag_updated sale 1', 'flag_updated sale 2']);
    deliver({ sale: true });
    await two.flags.refresh();
    expect(log()).toHaveLength(3);
    expect(two.announced.at(-1)).toBe('flag_updated sale 3');
  });

  it('starts from the recorded state, although that was never read, and is recorded when it is undone', async () => {
    const { start, deliver, types } = readers();
    const [one, two] = [await start(), await start()];
    for (const [sale, reader] of [
      [gift, one],
      [rollout, two],
      [gift, two],
    ] as const) {
      deliver({ sale });
      await reader.flags.refresh();
    }
    expect(types()).toEqual(['boolean > user_list', 'user_list > percentage', 'percentage > user_list']);
  });

  it('is recorded if the store is read as a whole before all sources have answered', async () => {
    const { start, memory } = shared();
    const [fast, slow] = [new PolledProvider(delivers({ sale: false })), new PolledProvider(delivers({}), 'slow')];
    const { flags, store } = await start({ providers: [fast, slow], cacheTtl: 0 });
    for (const value of [true, false]) await flags.setOverride('theme', value);
    store.memory = new MemoryStore(); // restored from a backup
    store.memory.append(memory.query({ order: 'oldest_first', limit: 1 }), START);
    const held = heldBack();
    [fast.answer, slow.answer] = [delivers({ sale: true }), held.answer];
    store.slow = true;
    const refreshed = flags.refresh();
    await eventually(() => expect(flags.isEnabled('sale')).toBe(true));
    held.give({ flags: {} });
    await refreshed;
    expect(await auditOf(flags)).toMatchObject([
      { action: 'override_set', key: 'theme' },
      { action: 'flag_updated', key: 'sale', provider: 'remote' },
    ]);
  });

  it('starts from what others have recorded while the store was unavailable', async () => {
    const { start, deliver, clock, types } = readers();
    const [one, two] = [await start(), await start()];
    two.store.failure = new Error('connection refused');
    two.store.onFeed = () => {};
    deliver({ sale: rollout });
    await two.flags.refresh();
    deliver({ sale: gift });
    await one.flags.refresh();
    two.store.failure = undefined;
    clock.advance(5000);
    await settled();
    expect(types()).toEqual(['boolean > user_list', 'user_list > percentage']);
  });

  it('is recorded from the old state to the current one when it continues while the store is unavailable', async () => {
    const { start, deliver, clock, log } = readers();
    const { flags, store, announced } = await start();
    store.failure = new Error('connection refused');
    for (const flag of [true, rollout]) {
      deliver({ sale: flag });
      await flags.refresh();
    }
    expect([flags.getFlags().get('sale')?.type, announced]).toEqual(['percentage', []]);
    store.failure = undefined;
    clock.advance(5000);
    await settled();
    expect(log()).toEqual(['flag_updated sale 1']);
    expect(await auditOf(flags)).toMatchObject([{ before: { type: 'boolean' }, after: { type: 'percentage' } }]);
    expect(announced).toEqual(log());
  });

  it('is not recorded when it is undone while the store is unavailable', async () => {
    const { start, deliver, clock, log } = readers();
    const { flags, store } = await start();
    store.failure = new Error('connection refused');
    for (const sale of [true, false]) {
      deliver({ sale });
      await flags.refresh();
    }
    store.failure = undefined;
    clock.advance(5000);
    await settled();
    expect([log(), flags.status().state]).toEqual([[], 'ready']);
  });

  it('is not recorded while the store itself defines the flag', async () => {
    const { start, deliver, log } = readers();
    const { flags } = await start();
    await flags.saveFlag('sale', { type: 'percentage', percentage: 5 });
    deliver({ sale: true });
    await flags.refresh();
    expect([flags.getFlags().get('sale')?.type, log()]).toEqual(['percentage', ['flag_updated sale 1']]);
    await flags.deleteFlag('sale');
    expect(flags.isEnabled('sale')).toBe(true);
    expect(log()).toHaveLength(2);
  });

  it('names the provider that has the flag', async () => {
    const { start, deliver } = readers();
    const { flags } = await start();
    deliver({ sale: true, theme: true });
    await flags.refresh();
    expect(await auditOf(flags)).toMatchObject(
      ['sale', 'theme'].map((key) => ({ key, actor: 'provider:remote', origin: 'provider', provider: 'remote' })),
    );
  });

  it('is not stored as a flag of the store', async () => {
    const { start, deliver, memory } = readers();
    const { flags } = await start();
    deliver({ sale: true });
    await flags.refresh();
    expect(memory.read()).toMatchObject({ position: { version: 1 }, documents: [] });
  });

  it('delays no request while the store hangs and there is nothing to record', async () => {
    const { start } = readers();
    const { flags, store } = await start();
    store.hangs = true;
    await expect(flags.enable('theme')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await eventually(() => expect(flags.status().providers.map(({ state }) => state)).toEqual(['stale', 'loaded']));
    const began = performance.now();
    await requestPreparationOf(flags).readDefinitions();
    expect(performance.now() - began).toBeLessThan(50); // of 100 that the store may take
  });
});
