import { describe, expect, it } from '@jest/globals';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import type { AuditQuery } from '../../../../lib/store/audit-entry.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { StoreFailedError } from '../../../../lib/store/store.errors.js';
import { appendChained } from '../../../support/append-chained.js';
import { instances } from '../instances.js';
import { auditOf } from '../managers.js';

const shared = instances();
const ann = { actor: 'ann', reason: 'campaign' } as const;
const within = (segment: string) => ({ type: 'boolean', otherwise: false, rules: [{ when: { segment } }] }) as const;

describe('A definition that is saved in the store', () => {
  it('is in force on every instance, with the version of its entry', async () => {
    const { start } = shared();
    const [one, two] = [await start(), await start()];
    await one.flags.enable('theme');
    const saved = await one.flags.saveFlag('sale', { type: 'percentage', percentage: 100 }, ann);
    expect(saved).toMatchObject({ key: 'sale', version: 2 });
    expect(two.flags.getFlags().get('sale')).toEqual(saved);
    expect(two.flags.isEnabled('sale')).toBe(true);
    await two.flags.deleteFlag('sale');
    expect(one.flags.evaluate('sale').reason).toBe('flag_not_found');
  });

  it('outranks those of all providers, which answer again when it is deleted', async () => {
    const { start, log } = shared();
    const { flags } = await start({ providers: [new MemoryProvider({ sale: true })], initialFlags: { sale: false } });
    await flags.saveFlag('sale', false);
    expect(flags.isEnabled('sale')).toBe(false);
    await flags.deleteFlag('sale');
    expect(flags.isEnabled('sale')).toBe(true);
    expect(log()).toEqual(['flag_updated sale 1', 'flag_deleted sale 2']);
  });

  it('writes nothing to providers', async () => {
    const { start } = shared();
    const provider = new MemoryProvider({ sale: true });
    const { flags } = await start({ providers: [provider] });
    await flags.saveFlag('sale', false);
    await flags.saveSegment('vip', {});
    await flags.deleteFlag('unheard_of');
    expect(provider.load()).toMatchObject({ flags: { sale: { enabled: true } } });
    expect(provider.load().segments ?? {}).toEqual({});
  });

  it('is not deleted if only a provider has it, which is no change', async () => {
    const { start, log } = shared();
    const { flags } = await start({ providers: [new MemoryProvider({ sale: true })] });
    await flags.deleteFlag('sale');
    expect([flags.isEnabled('sale'), log()]).toEqual([true, []]);
  });

  it('is rejected when it is inconsistent, and so is deleting a definition that others need', async () => {
    const { start, log } = shared();
    const { flags } = await start();
    await expect(flags.saveFlag('sale', within('vip'))).rejects.toMatchObject({ code: 'INVALID_FLAG' });
    await flags.saveSegment('vip', { include: ['ada'] });
    await flags.saveFlag('sale', within('vip'));
    await expect(flags.deleteSegment('vip')).rejects.toMatchObject({ code: 'INVALID_FLAG' });
    expect(log()).toEqual(['segment_created vip 1', 'flag_created sale 2']);
    expect(flags.isEnabled('sale', { userId: 'ada' })).toBe(true);
  });

  it('is consistent with a concurrent change of another instance, or is rejected', async () => {
    const { start, log } = shared();
    const [one, two] = [await start(), await start()];
    await one.flags.saveSegment('vip', {});
    for (const { store } of [one, two]) store.slow = true;
    const results = await Promise.allSettled([
      one.flags.saveFlag('sale', within('vip')),
      two.flags.deleteSegment('vip'),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(log()).toHaveLength(2);
    expect(one.flags.getSegments().has('vip')).toBe(one.flags.getFlags().has('sale'));
  });
});

describe('An expected version', () => {
  it('lets one of the writers of several instances succeed', async () => {
    const { start, log } = shared();
    const all = [await start(), await start(), await start()];
    for (const { store } of all) store.slow = true;
    let expectedVersion = 0;
    for (let round = 1; round <= 3; round++) {
      const percentage = round;
      const results = await Promise.allSettled(
        all.map(({ flags }) => flags.saveFlag('sale', { type: 'percentage', percentage }, { expectedVersion })),
      );
      const won = results.filter((result) => result.status === 'fulfilled');
      expect([won.length, log().length]).toEqual([1, round]);
      expectedVersion = won[0]?.value.version ?? -1;
    }
  });

  it('reports who changed the definition, when, and why, if it is outdated', async () => {
    const { start, clock } = shared();
    const [one, two] = [await start(), await start()];
    const { version = -1 } = await one.flags.saveFlag('sale', true);
    clock.advance(1000);
    await two.flags.saveFlag('sale', false, ann);
    await two.flags.enable('sale', { actor: 'ben' });
    await expect(one.flags.saveFlag('sale', true, { expectedVersion: version })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
      expectedVersion: 1,
      actualVersion: 2,
      changedBy: { ...ann, action: 'flag_updated', version: 2, time: '2026-01-01T00:00:01.000Z' },
    });
  });

  it('reports who deleted the definition meanwhile', async () => {
    const { start } = shared();
    const { flags } = await start();
    const { version = -1 } = await flags.saveSegment('vip', {});
    await flags.deleteSegment('vip', ann);
    await expect(flags.saveSegment('vip', {}, { expectedVersion: version })).rejects.toMatchObject({
      actualVersion: 0,
      changedBy: { ...ann, action: 'segment_deleted', version: 2 },
    });
  });

  it('reports nobody when the log no longer has the change, or when it never existed', async () => {
    const { start } = shared(new MemoryStore({ auditLogSize: 1 }));
    const { flags } = await start();
    await flags.saveFlag('sale', true, ann);
    await flags.enable('theme');
    await flags.enable('theme');
    const conflict = async (key: string) =>
      await flags.saveFlag(key, false, { expectedVersion: 7 }).catch((error: unknown) => error);
    expect(await conflict('sale')).toMatchObject({ actualVersion: 1, changedBy: undefined });
    expect(await conflict('search')).toMatchObject({ actualVersion: 0, changedBy: undefined });
  });

  it.each([
    ['is damaged', () => Promise.reject(new StoreFailedError('shared', 'its log is damaged.'))],
    ['takes long to search', () => new Promise<never>(() => {})],
  ])('is reported as outdated even while the log %s', async (_, query) => {
    const { start } = shared();
    const { flags, store } = await start({ storeTimeout: '60s' });
    await flags.saveFlag('sale', true, ann);
    const whole = store.query.bind(store);
    Object.assign(store, { query: (asked: AuditQuery) => (asked.limit === 1 ? query() : whole(asked)) });
    await expect(flags.saveFlag('sale', false, { expectedVersion: 7 })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
      actualVersion: 1,
      changedBy: undefined,
    });
    expect(flags.status().state).toBe('ready');
  });

  it('may be 0 for a flag that only a provider has', async () => {
    const { start } = shared();
    const { flags } = await start({ providers: [new MemoryProvider({ sale: true })] });
    expect(await flags.saveFlag('sale', false, { expectedVersion: 0 })).toMatchObject({ version: 1 });
    await expect(flags.saveFlag('sale', true, { expectedVersion: 0 })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
  });
});

describe('An unreadable definition in the store', () => {
  it('hides that of a provider, and no other', async () => {
    const { start, memory } = shared();
    const { flags: first } = await start();
    await first.saveFlag('theme', true);
    const [entry] = await auditOf(first);
    const broken = { ...entry, id: 'x', version: 2, action: 'flag_created', key: 'sale', after: { type: 'magic' } };
    appendChained(memory, broken as never);
    const { flags, logger } = await start({ initialFlags: { sale: true } });
    expect(flags.isEnabled('theme')).toBe(true);
    expect(flags.evaluate('sale')).toMatchObject({ enabled: false, reason: 'provider_error' });
    expect(flags.status().providers[0]).toMatchObject({ name: 'shared', problems: [{ kind: 'flag', key: 'sale' }] });
    expect(logger.errors.join()).toContain('"sale"');
    await flags.saveFlag('sale', true);
    expect([flags.isEnabled('sale'), flags.status().providers[0]?.problems]).toEqual([true, []]);
  });
});
