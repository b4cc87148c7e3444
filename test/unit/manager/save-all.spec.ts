import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { MemoryStore } from '../../../lib/store/memory/memory.store.js';
import { instances } from './instances.js';
import { auditOf } from './managers.js';

const shared = instances();
const ann = { actor: 'ann', reason: 'release 12', origin: 'import' } as const;
const within = (segment: string) => ({ type: 'boolean', otherwise: false, rules: [{ when: { segment } }] }) as const;
const inLayer = (from: number, to: number) => ({ type: 'boolean', layer: { name: 'results', from, to } }) as const;

const saves = (count: number, percentage = 50) =>
  Array.from({ length: count }, (_, i) => ({
    type: 'save_flag' as const,
    key: `flag_${i}`,
    definition: { type: 'percentage' as const, percentage },
  }));

describe('saveAll into a store', () => {
  it('returns for each edit what the method of the same name returns', async () => {
    const { start, log } = shared();
    const { flags } = await start();
    await flags.saveFlag('theme', true);
    const [sale, isGone, staff, wasThere] = await flags.saveAll([
      { type: 'save_flag', key: 'sale', definition: within('staff'), expectedVersion: 0 },
      { type: 'delete_flag', key: 'theme', expectedVersion: 1 },
      { type: 'save_segment', key: 'staff', definition: { include: ['ada'] } },
      { type: 'delete_segment', key: 'guests' },
    ]);
    expect([sale.key, sale.type, sale.version]).toEqual(['sale', 'boolean', 2]);
    expect([staff.key, staff.include, staff.version]).toEqual(['staff', ['ada'], 4]);
    expect([isGone, wasThere]).toEqual([true, false]);
    expect(log()).toEqual([
      'flag_created theme 1',
      'flag_created sale 2',
      'flag_deleted theme 3',
      'segment_created staff 4',
    ]);
    expect([flags.isEnabled('sale', { userId: 'ada' }), flags.isEnabled('sale', { userId: 'bob' })]).toEqual([
      true,
      false,
    ]);
  });

  it('audits each definition with the same origin, as one change', async () => {
    const { start } = shared();
    const { flags } = await start();
    await flags.saveAll(saves(3), ann);
    const entries = await auditOf(flags);
    expect(entries).toHaveLength(3);
    for (const entry of entries) expect(entry).toMatchObject({ ...ann, action: 'flag_created', before: null });
    expect(entries.map(({ stateHash }) => stateHash !== undefined)).toEqual([false, false, true]);
    expect(new Set(entries.map(({ time }) => time)).size).toBe(1);
  });

  it('announces nothing on any instance before all of it is in force', async () => {
    const { start } = shared();
    const [one, two] = [await start(), await start()];
    const seen: number[] = [];
    for (const { flags } of [one, two]) flags.changes$.subscribe(() => seen.push(flags.getFlags().size));
    await one.flags.saveAll(saves(20));
    expect(seen).toEqual(Array.from({ length: 40 }, () => 20));
  });

  it('takes definitions that are consistent only together, in any order', async () => {
    const { start } = shared();
    const { flags } = await start();
    await flags.saveAll([
      { type: 'save_flag', key: 'ranking', definition: inLayer(0, 50) },
      { type: 'save_flag', key: 'search', definition: inLayer(50, 100) },
      { type: 'save_flag', key: 'sale', definition: within('staff') },
      { type: 'save_segment', key: 'staff', definition: {} },
    ]);
    await flags.saveAll([
      { type: 'save_flag', key: 'ranking', definition: inLayer(50, 100) },
      { type: 'save_flag', key: 'search', definition: inLayer(0, 50) },
      { type: 'delete_segment', key: 'staff' },
      { type: 'delete_flag', key: 'sale' },
    ]);
    expect([...flags.getFlags().keys()].toSorted()).toEqual(['ranking', 'search']);
    expect(flags.status().inconsistencies).toStrictEqual([]);
  });

  it('makes none of the edits when any is invalid, inconsistent or outdated, and lists each of these', async () => {
    const { start, log } = shared();
    const { flags } = await start();
    await flags.saveSegment('vip', {});
    await flags.saveFlag('theme', within('vip'));
    await flags.saveFlag('search', true, ann);
    await expect(
      flags.saveAll([
        { type: 'save_flag', key: 'checkout', definition: true },
        { type: 'save_flag', key: 'sale', definition: within('nobody') },
        { type: 'delete_segment', key: 'vip' },
        { type: 'save_flag', key: 'search', definition: false, expectedVersion: 1 },
      ]),
    ).rejects.toMatchObject({
      code: 'EDITS_REFUSED',
      refusals: [
        {
          kind: 'flag',
          key: 'search',
          error: { code: 'VERSION_CONFLICT', actualVersion: 3, changedBy: { actor: 'ann' } },
        },
        { kind: 'flag', key: 'sale', error: { code: 'INVALID_FLAG' } },
        { kind: 'flag', key: 'theme', error: { code: 'INVALID_FLAG' } },
      ],
    });
    expect(log()).toHaveLength(3);
    expect([...flags.getFlags().keys()].toSorted()).toEqual(['search', 'theme']);
  });

  it('does nothing for an empty list, or for deletions of what does not exist', async () => {
    const { start, log } = shared();
    const { flags } = await start();
    expect(await flags.saveAll([])).toStrictEqual([]);
    expect(await flags.saveAll([{ type: 'delete_flag', key: 'sale' }])).toStrictEqual([false]);
    expect(log()).toStrictEqual([]);
  });

  it('rejects a caller without an actor before anything else', async () => {
    const { start } = shared();
    const { flags } = await start();
    await expect(flags.saveAll(saves(1), { actor: 7 as never })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
    await flags.close();
    await expect(flags.saveAll(saves(1))).rejects.toMatchObject({ code: 'NOT_RUNNING' });
  });

  it('makes all edits or none when other writers are faster', async () => {
    const { start, log } = shared();
    const all = [await start({ storeTimeout: '10s' }), await start({ storeTimeout: '10s' })];
    for (const { store } of all) store.slow = true;
    const [one, two] = all;
    for (let round = 1; round <= 5; round++) {
      const expected = one?.flags.getFlags().get('flag_3')?.version ?? 0;
      const outcomes = await Promise.allSettled([
        one?.flags.saveAll(
          saves(8, round).map((edit) => (edit.key === 'flag_3' ? { ...edit, expectedVersion: expected } : edit)),
        ),
        two?.flags.saveFlag('flag_3', { type: 'percentage', percentage: 100 }, { expectedVersion: expected }),
        two?.flags.disable('flag_5'),
      ]);
      expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      for (const { flags } of all) {
        const shares = [...flags.getFlags().values()].map((flag) => 'percentage' in flag && flag.percentage);
        const isMade = outcomes[0]?.status === 'fulfilled';
        expect(shares.filter((share) => share === round)).toHaveLength(isMade ? 8 : 0);
      }
    }
    for (const { announced } of all) expect(announced).toEqual(log());
  });

  it('is read as a whole by an instance that follows the log page by page', async () => {
    const { start } = shared(new MemoryStore({ auditLogSize: 10_000 }));
    const [one, two] = [await start({ storeTimeout: '60s' }), await start({ storeTimeout: '60s', storePoll: '1h' })];
    two.store.onFeed = (_, tell) => tell(undefined);
    two.store.slow = true; // so that others can write between two pages
    const sizes = new Set<number>();
    two.flags.changes$.subscribe(() => sizes.add(two.flags.getFlags().size));
    await one.flags.saveAll(saves(2500));
    while (two.flags.status().version < 2500) {
      sizes.add(two.flags.getFlags().size);
      await setImmediate();
    }
    expect([...sizes]).toEqual([0, 2500]);
    expect(two.store.reads).toBe(1);
  });
});
