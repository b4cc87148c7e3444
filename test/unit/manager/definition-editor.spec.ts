import { describe, expect, it } from '@jest/globals';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { ReadOnlyError, VersionConflictError } from '../../../lib/providers/provider.errors.js';
import type { FlagManagerOptions } from '../../../lib/manager/options/flag-manager.options.js';
import { MemoryStore } from '../../../lib/store/memory/memory.store.js';
import { delivers, PolledProvider } from './fake-providers.js';
import { auditOf, managers } from './managers.js';

const start = managers();

const after = (flag: string) => ({ type: 'boolean', prerequisites: [{ flag }] }) as const;
const within = (segment: string) => ({ type: 'boolean', otherwise: false, rules: [{ when: { segment } }] }) as const;
const inLayer = (from: number, to: number) => ({ type: 'boolean', layer: { name: 'payment', from, to } }) as const;

/** A shop with one flag, for a segment, in a provider that takes writes. */
async function shop() {
  const provider = new MemoryProvider({ search: within('vip') }, { segments: { vip: { include: ['ada'] } } });
  const { flags } = await start({ providers: [provider] });
  const stored = () => JSON.stringify(provider.load());
  return { flags, provider, stored };
}

/** What a refused change leaves: its problems as lines of `path: message`. */
async function refused(change: Promise<unknown>): Promise<string[]> {
  const error = await change.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InvalidFlagError);
  return (error as InvalidFlagError).issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('A saved segment', () => {
  it('is in force for all flags that refer to it, and is returned with its version', async () => {
    const { flags } = await shop();
    expect(flags.isEnabled('search', { userId: 'bob' })).toBe(false);
    const saved = await flags.saveSegment('vip', { include: ['bob'] }, { actor: 'olga' });
    expect(saved).toEqual({ key: 'vip', include: ['bob'], version: expect.any(Number) });
    expect(flags.getSegments().get('vip')).toEqual(saved);
    expect(['ada', 'bob'].map((userId) => flags.isEnabled('search', { userId }))).toEqual([false, true]);
    expect(await auditOf(flags)).toMatchObject([
      { action: 'segment_updated', key: 'vip', actor: 'olga', before: { include: ['ada'] }, after: saved },
    ]);
  });

  it('may be new, and deleted again while nothing refers to it', async () => {
    const { flags, stored } = await shop();
    const before = stored();
    const { version = -1 } = await flags.saveSegment('staff', { include: ['eve'] }, { expectedVersion: 0 });
    await flags.deleteSegment('staff', { expectedVersion: version });
    expect(stored()).toBe(before);
    expect((await auditOf(flags)).map(({ action }) => action)).toEqual(['segment_created', 'segment_deleted']);
  });

  it('does not overwrite a concurrent change', async () => {
    const { flags } = await shop();
    const { version = -1 } = await flags.saveSegment('vip', { include: ['bob'] });
    await flags.saveSegment('vip', { include: ['cleo'] }, { expectedVersion: version });
    await expect(flags.saveSegment('vip', {}, { expectedVersion: version })).rejects.toThrow(VersionConflictError);
    await expect(flags.saveSegment('vip', {}, { expectedVersion: 0 })).rejects.toThrow(VersionConflictError);
    expect(flags.isEnabled('search', { userId: 'cleo' })).toBe(true);
  });

  it('needs a provider that accepts segments', async () => {
    const { flags } = await start({ initialFlags: { sale: true } });
    await expect(flags.saveSegment('vip', {})).rejects.toThrow(ReadOnlyError);
  });
});

describe('A change is rejected before anything is stored', () => {
  it.each<[string, (flags: Awaited<ReturnType<typeof shop>>['flags']) => Promise<unknown>, string[]]>([
    [
      'a flag of a segment that nobody defines',
      (flags) => flags.saveFlag('search', within('staff')),
      ['search.rules.0.when.segment: refers to the segment "staff"'],
    ],
    [
      'a flag after itself',
      (flags) => flags.saveFlag('search', after('search')),
      ['search.prerequisites: form a cycle'],
    ],
    [
      'a flag whose strategy is not registered',
      (flags) => flags.saveFlag('search', { type: 'custom', strategy: 'lottery' }),
      ['search.strategy: names the strategy "lottery"'],
    ],
    [
      'a segment of a segment that nobody defines',
      (flags) => flags.saveSegment('vip', { rules: [{ segment: 'staff' }] }),
      ['segments.vip.rules.0.segment: refers to the segment "staff"'],
    ],
    [
      'a segment of itself',
      (flags) => flags.saveSegment('vip', { rules: [{ segment: 'vip' }] }),
      ['segments.vip.rules: form a cycle'],
    ],
    [
      'the deletion of a segment that a flag refers to',
      (flags) => flags.deleteSegment('vip'),
      ['search.rules.0.when.segment: refers to the segment "vip"'],
    ],
    [
      'a segment that cannot be read',
      (flags) => flags.saveSegment('vip', { include: ['', 'ada'] }),
      ['segments.vip.include.0: must have at least 1'],
    ],
    [
      'a segment whose key is not legal',
      (flags) => flags.saveSegment('our best', {}),
      ['segments.our best: is not a valid key'],
    ],
  ])('when it is %s', async (_, change, problems) => {
    const { flags, stored } = await shop();
    const before = stored();
    const lines = await refused(change(flags));
    expect(lines).toEqual(problems.map((problem) => expect.stringContaining(problem)));
    expect(stored()).toBe(before);
    expect(await auditOf(flags)).toStrictEqual([]);
    expect(flags.isEnabled('search', { userId: 'ada' })).toBe(true);
  });

  it('when it conflicts with a concurrent change, which wins', async () => {
    const { flags } = await shop();
    await flags.saveSegment('staff', {});
    const changes = [flags.saveFlag('express', within('staff')), flags.deleteSegment('staff')];
    const results = await Promise.allSettled(changes);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect([flags.getFlags().has('express'), flags.getSegments().has('staff')]).toEqual([true, true]);
  });

  it('when it takes the range of another flag in a layer', async () => {
    const { flags } = await shop();
    await flags.saveFlag('express', inLayer(0, 50));
    await flags.saveFlag('wallet', inLayer(50, 100));
    expect(await refused(flags.saveFlag('express', inLayer(0, 60)))).toHaveLength(2);
    expect(flags.getFlags().get('express')).toMatchObject({ layer: { to: 50 } });
    await flags.saveFlag('wallet', inLayer(60, 100));
    await flags.saveFlag('express', inLayer(0, 60));
  });

  it('when it closes a cycle with a flag of another provider', async () => {
    const remote = new PolledProvider(delivers({ express: after('checkout') }));
    const { flags } = await start({ providers: [new MemoryProvider({ checkout: true }), remote] });
    const circle = 'form a cycle; remove one of these references: "checkout" > "express" > "checkout"';
    const lines = await refused(flags.saveFlag('checkout', after('express')));
    expect(lines).toEqual([`checkout.prerequisites: ${circle}`, `express.prerequisites: ${circle}`]);
    expect(flags.isEnabled('express')).toBe(true);
  });
});

describe('A deleted segment', () => {
  it('uncovers the segment of a lower layer, even while a flag refers to it', async () => {
    const provider = new MemoryProvider({ search: within('vip') }, { segments: { vip: { include: ['ada'] } } });
    const { flags } = await start({ providers: [provider], initialSegments: { vip: { include: ['bob'] } } });
    await flags.deleteSegment('vip');
    expect(['ada', 'bob'].map((userId) => flags.isEnabled('search', { userId }))).toEqual([false, true]);
    expect(flags.getSegments().get('vip')).toMatchObject({ include: ['bob'] });
  });

  it('uncovers nothing under a key that objects inherit', async () => {
    const provider = new MemoryProvider({ search: within('constructor') }, { segments: { constructor: {} } });
    const { flags } = await start({ providers: [provider], initialSegments: {} });
    expect(await refused(flags.deleteSegment('constructor'))).toEqual([expect.stringContaining('"constructor"')]);
  });
});

describe('Deleting returns whether there was anything to delete', () => {
  it.each<[string, () => FlagManagerOptions]>([
    ['a provider', () => ({ providers: [new MemoryProvider()] })],
    ['the store', () => ({ store: new MemoryStore() })],
  ])('when %s keeps definitions', async (_, options) => {
    const { flags } = await start(options());
    await flags.saveFlag('sale', true);
    await flags.saveSegment('vip', {});
    expect([await flags.deleteFlag('sale'), await flags.deleteFlag('sale')]).toEqual([true, false]);
    expect([await flags.deleteSegment('vip'), await flags.deleteSegment('vip')]).toEqual([true, false]);
    expect(await auditOf(flags)).toHaveLength(4);
  });

  it.each<[string, () => FlagManagerOptions]>([
    ['a provider', () => ({ providers: [new MemoryProvider()] })],
    ['the store', () => ({ store: new MemoryStore() })],
  ])('even if another source beside %s still defines the flag', async (_, options) => {
    const { flags } = await start({ ...options(), initialFlags: { sale: true } });
    expect([await flags.deleteFlag('sale'), flags.isEnabled('sale')]).toEqual([false, true]);
    await flags.saveFlag('sale', false);
    expect([await flags.deleteFlag('sale'), flags.isEnabled('sale')]).toEqual([true, true]);
  });

  it('even if what comes into force is the same as before', async () => {
    const { flags } = await start({ store: new MemoryStore(), initialFlags: { sale: true } });
    await flags.saveFlag('sale', true);
    expect(await flags.deleteFlag('sale')).toBe(true);
  });
});
