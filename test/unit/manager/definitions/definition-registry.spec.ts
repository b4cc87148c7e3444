import { describe, expect, it } from '@jest/globals';
import type { Flag } from '../../../../lib/engine/flag.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { ReadOnlyError, VersionConflictError } from '../../../../lib/providers/provider.errors.js';
import { LocalProvider } from '../../../../lib/providers/local.provider.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { delivers, PolledProvider } from '../fake-providers.js';
import { auditOf, managers, settled } from '../managers.js';
import { ScriptedStore } from '../scripted-store.js';

const start = managers();
const premium = () => ({ type: 'user_attribute', attributes: { plan: ['gold'], country: 'DE' } });
const ops = { actor: 'ops@shop.example', reason: 'campaign' } as const;

describe('Writing a definition', () => {
  it('puts it in force and returns it with its version', async () => {
    const provider = new MemoryProvider();
    const { flags } = await start({ providers: [provider] });
    const saved = await flags.saveFlag('sale', { type: 'percentage', percentage: 100 }, ops);
    expect(saved).toEqual({ key: 'sale', type: 'percentage', percentage: 100, enabled: true, version: 1 });
    expect(flags.isEnabled('sale')).toBe(true);
    expect(flags.getFlags().get('sale')).toEqual(saved);
    expect(provider.load().flags['sale']).toEqual(saved);
    expect(await flags.saveFlag('sale', false)).toMatchObject({ type: 'boolean', enabled: false, version: 2 });
    await flags.deleteFlag('sale');
    expect(flags.evaluate('sale').reason).toBe('flag_not_found');
    expect(provider.load().flags).toEqual({});
  });

  it("is audited once, because the provider's own announcement is not another change", async () => {
    const { flags } = await start({ providers: [new MemoryProvider()] });
    const announced: string[] = [];
    flags.changes$.subscribe(({ action }) => announced.push(action));
    await flags.saveFlag('sale', true, ops);
    await settled();
    await flags.saveFlag('sale', false, ops);
    await flags.refresh();
    await flags.deleteFlag('sale', ops);
    await settled();
    const actions = ['flag_created', 'flag_updated', 'flag_deleted'];
    expect((await auditOf(flags)).map(({ action, actor }) => [action, actor])).toEqual(
      actions.map((action) => [action, 'ops@shop.example']),
    );
    expect(announced).toEqual(actions);
  });

  it('is audited as one update when its flag was in the provider from the beginning', async () => {
    const { flags } = await start({ providers: [new MemoryProvider(shopFlags)] });
    const before = flags.getFlags().get('catalogue');
    const after = await flags.saveFlag('catalogue', false);
    expect(await auditOf(flags)).toMatchObject([{ action: 'flag_updated', before, after, actor: 'unknown' }]);
  });

  it('is rejected when another writer was faster, and nothing is changed', async () => {
    const provider = new MemoryProvider();
    const { flags } = await start({ providers: [provider] });
    await flags.saveFlag('sale', true);
    const conflict = flags.saveFlag('sale', false, { expectedVersion: 7 });
    await expect(conflict).rejects.toThrow(VersionConflictError);
    await expect(conflict).rejects.toMatchObject({ code: 'VERSION_CONFLICT', expectedVersion: 7, actualVersion: 1 });
    await expect(flags.saveFlag('sale', false, { expectedVersion: 0 })).rejects.toThrow(VersionConflictError);
    await expect(flags.deleteFlag('sale', { expectedVersion: 0 })).rejects.toThrow(VersionConflictError);
    expect(flags.isEnabled('sale')).toBe(true);
    expect(await auditOf(flags)).toHaveLength(1);
    await flags.deleteFlag('sale', { expectedVersion: 1 });
    expect((await flags.saveFlag('sale', true, { expectedVersion: 0 })).version).toBeGreaterThan(1);
  });

  it('accepts one of 100 concurrent writers for each version', async () => {
    const { flags } = await start({ providers: [new MemoryProvider()] });
    let version = 0;
    for (let round = 1; round <= 3; round++) {
      const results = await Promise.allSettled(
        Array.from({ length: 100 }, (_, i) =>
          flags.saveFlag(
            'sale',
            { type: 'percentage', percentage: i },
            { expectedVersion: version, actor: `writer-${i}` },
          ),
        ),
      );
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect([won.length, lost.length]).toEqual([1, 99]);
      expect(lost.every((error) => error instanceof VersionConflictError)).toBe(true);
      expect(flags.getFlags().get('sale')).toEqual(won[0]);
      version = won[0]?.version ?? -1;
    }
    expect(await auditOf(flags)).toHaveLength(3);
  });

  it('loses none of many concurrent writes', async () => {
    const { flags } = await start({ providers: [new MemoryProvider()] });
    await Promise.all(Array.from({ length: 100 }, (_, i) => flags.saveFlag(`sale-${i}`, true)));
    await settled();
    expect(flags.getFlags().size).toBe(100);
    expect((await auditOf(flags)).map(({ action }) => action)).toEqual(Array(100).fill('flag_created'));
  });

  it.each([
    ['no provider takes writes', [new LocalProvider(shopFlags)], 'put a writable provider first'],
    ['there is no provider', [], 'Set the option "store", or add a writable provider'],
    [
      'a read-only provider outranks the writable one',
      [new LocalProvider(shopFlags), new MemoryProvider()],
      'defined by the provider "local"',
    ],
  ])('is rejected when %s', async (_, providers, message) => {
    const { flags } = await start({ providers });
    for (const change of [() => flags.saveFlag('catalogue', false), () => flags.deleteFlag('catalogue')]) {
      const refused = change();
      await expect(refused).rejects.toThrow(ReadOnlyError);
      await expect(refused).rejects.toMatchObject({ code: 'READ_ONLY', message: expect.stringContaining(message) });
    }
    expect(await auditOf(flags)).toStrictEqual([]);
  });

  it('is rejected with every problem when it cannot be read', async () => {
    const { flags } = await start({ providers: [new MemoryProvider()] });
    const refused = flags.saveFlag('sale', { type: 'percentage', percentage: 101, salt: '' });
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_FLAG',
      issues: expect.arrayContaining(
        [
          ['sale', 'salt'],
          ['sale', 'percentage'],
        ].map((path) => expect.objectContaining({ path })),
      ),
    });
    await expect(flags.saveFlag('has space', true)).rejects.toMatchObject({ code: 'INVALID_FLAG' });
    await expect(flags.deleteFlag('has space')).rejects.toMatchObject({ code: 'INVALID_FLAG_KEY' });
    expect(await auditOf(flags)).toStrictEqual([]);
  });
});

describe('A definition that cannot be stored', () => {
  it('changes nothing, and the current one stays in force', async () => {
    const store = new ScriptedStore();
    const { flags, clock } = await start({ store, initialFlags: shopFlags, storeTimeout: '100ms' });
    const saved = await flags.saveFlag('sale', { type: 'percentage', percentage: 25 });
    store.failure = new Error('disk full');
    await expect(flags.saveFlag('sale', true)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(flags.deleteFlag('sale')).rejects.toThrow('disk full');
    await expect(flags.saveFlag('upcoming', true)).rejects.toThrow('disk full');
    await expect(flags.saveFlag('catalogue', false)).rejects.toThrow('disk full');
    expect(flags.getFlags().get('sale')).toEqual(saved);
    expect([flags.isEnabled('catalogue'), flags.getFlags().has('upcoming')]).toEqual([true, false]);
    store.failure = undefined;
    clock.advance(1000);
    await settled();
    expect([flags.getFlags().get('sale'), await auditOf(flags)]).toEqual([
      saved,
      [expect.objectContaining({ after: saved })],
    ]);
  });
});

describe('A layer below the writable one', () => {
  it('is outranked by what is written, and answers again when that is deleted', async () => {
    const { flags } = await start({ providers: [new MemoryProvider()], initialFlags: { sale: true } });
    const original = flags.getFlags().get('sale') as Flag;
    const saved = await flags.saveFlag('sale', false, ops);
    expect(flags.isEnabled('sale')).toBe(false);
    await flags.deleteFlag('sale', ops);
    expect(flags.isEnabled('sale')).toBe(true);
    expect(await auditOf(flags)).toMatchObject([
      { action: 'flag_updated', before: original, after: saved },
      { action: 'flag_deleted', before: saved, after: original },
    ]);
  });

  it('is not changed by deleting, which is then no change', async () => {
    const polled = new PolledProvider(() => ({ flags: { sale: { type: 'boolean', enabled: true } } }));
    const { flags } = await start({ providers: [new MemoryProvider(), polled] });
    await flags.refresh();
    await flags.deleteFlag('sale', ops);
    await flags.deleteFlag('unheard_of', ops);
    expect(flags.isEnabled('sale')).toBe(true);
    expect(await auditOf(flags)).toStrictEqual([]);
  });
});

describe('A change at a provider', () => {
  it('is audited and announced with the provider as its actor', async () => {
    const provider = new MemoryProvider({ catalogue: true, theme: shopFlags.theme });
    const { flags } = await start({ providers: [provider] });
    const before = Object.fromEntries(flags.getFlags());
    const announced: unknown[] = [];
    flags.changes$.subscribe((entry) => announced.push(entry));
    provider.set('catalogue', false);
    await settled();
    provider.set('sale', true);
    await settled();
    provider.delete('theme');
    await settled();
    const by = { actor: 'provider:memory', origin: 'provider', provider: 'memory' };
    expect(await auditOf(flags)).toMatchObject([
      { ...by, action: 'flag_updated', key: 'catalogue', before: before['catalogue'], after: { enabled: false } },
      { ...by, action: 'flag_created', key: 'sale', before: null, after: { enabled: true } },
      { origin: 'provider', action: 'flag_deleted', key: 'theme', before: before['theme'], after: null },
    ]);
    expect(announced).toEqual(await auditOf(flags));
  });

  it('to many flags at once has one entry each, and replaces the snapshot once', async () => {
    const remote = new PolledProvider(delivers({ a: true, b: true, c: true }));
    const { flags } = await start({ providers: [remote] });
    remote.answer = delivers({ a: false, b: true, d: true });
    const seen: unknown[] = [];
    flags.changes$.subscribe(() => seen.push(flags.evaluateAll().map(({ key, enabled }) => [key, enabled])));
    await flags.refresh();
    expect((await auditOf(flags)).map(({ action, key, version }) => [action, key, version])).toEqual([
      ['flag_updated', 'a', 1],
      ['flag_deleted', 'c', 2],
      ['flag_created', 'd', 3],
    ]);
    const all = [
      ['a', false],
      ['b', true],
      ['d', true],
    ];
    expect(seen).toEqual([all, all, all]);
  });

  it('is ignored when it means the same as before, in other objects and another order', async () => {
    const remote = new PolledProvider(() => ({ flags: { premium: premium(), sale: true } }));
    const { flags } = await start({ providers: [remote] });
    const before = [flags.getFlags().get('premium'), flags.evaluate('sale')];
    remote.answer = () => ({ flags: { sale: { enabled: true, type: 'boolean' }, premium: premium() } });
    await flags.refresh();
    expect(remote.loads).toBe(2);
    expect(await auditOf(flags)).toStrictEqual([]);
    expect(flags.getFlags().get('premium')).toBe(before[0]);
    expect(flags.evaluate('sale')).toBe(before[1]);
  });

  it('leaves the compiled answers of all other flags as they are', async () => {
    const provider = new MemoryProvider(shopFlags);
    const { flags } = await start({ providers: [provider] });
    const ada = { userId: 'ada' };
    const keys = Object.keys(shopFlags).filter((key) => key !== 'catalogue');
    const before = keys.map((key) => flags.evaluate(key, ada));
    const old = flags.evaluate('catalogue');
    provider.set('catalogue', true);
    await flags.disable('unheard_of');
    await settled();
    keys.forEach((key, i) => expect(flags.evaluate(key, ada)).toBe(before[i]));
    expect(flags.evaluate('catalogue')).not.toBe(old);
  });

  it('is in force although it cannot be recorded, and is recorded once it can be', async () => {
    const remote = new PolledProvider(delivers({ sale: true }));
    const store = new ScriptedStore();
    const { flags, clock, logger } = await start({ providers: [remote], store, storeTimeout: '100ms' });
    store.failure = new Error('disk full');
    remote.answer = delivers({ sale: false });
    await flags.refresh();
    expect(flags.isEnabled('sale')).toBe(false);
    expect(flags.status().state).toBe('degraded');
    expect(logger.errors.join()).toContain('disk full');
    store.failure = undefined;
    clock.advance(5000);
    await settled();
    expect(await auditOf(flags)).toMatchObject([
      {
        action: 'flag_updated',
        key: 'sale',
        actor: 'provider:remote',
        before: { enabled: true },
        after: { enabled: false },
      },
    ]);
    expect(flags.status().state).toBe('ready');
  });

  it('is in force for a logger that evaluates flags when it is warned', async () => {
    const search = { type: 'boolean', otherwise: false, rules: [{ when: { segment: 'vip' } }] };
    const remote = new PolledProvider(() => ({ flags: { search }, segments: { vip: { include: ['ada'] } } }));
    const logger = new RecordingLogger();
    const { flags } = await start({ providers: [remote], logger });
    const ask = () => ['ada', 'bob'].map((userId) => flags.isEnabled('search', { userId }));
    const seen = [ask()];
    logger.warn = () => void seen.push(ask());
    remote.answer = () => ({
      flags: { search, express: { type: 'boolean', prerequisites: [{ flag: 'chekout' }] } },
      segments: { vip: { include: ['bob'] } },
    });
    await flags.refresh();
    expect(seen).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('is not lost during a concurrent write', async () => {
    const provider = new MemoryProvider({ catalogue: true });
    const { flags } = await start({ providers: [provider] });
    provider.set('catalogue', false);
    await flags.saveFlag('sale', true);
    await settled();
    expect([flags.isEnabled('catalogue'), flags.isEnabled('sale')]).toEqual([false, true]);
    expect(await auditOf(flags)).toHaveLength(2);
  });
});
