import { describe, expect, it } from '@jest/globals';
import type { AuditEntry, AuditFilter } from '../../../../lib/store/audit-entry.js';
import type { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { auditOf, managers, settled } from '../managers.js';

const start = managers();
const ops = { actor: 'ops@shop.example', reason: 'incident 7', origin: 'console' } as const;

async function shopDay(): Promise<FlagManager> {
  const { flags, clock } = await start({ initialFlags: shopFlags });
  for (let hour = 0; hour < 12; hour++) {
    const key = hour % 3 === 0 ? 'catalogue' : 'sale';
    await flags.setOverride(key, true, { actor: hour % 2 === 0 ? 'ann' : 'ben' });
    clock.advance(3_600_000);
  }
  await flags.clearOverride('sale', { actor: 'ann' });
  return flags;
}
const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
const versions = (entries: readonly AuditEntry[]) => entries.map(({ version }) => version);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('The audit log', () => {
  it('records for each action the actor, the reason, the origin, and the state before and after', async () => {
    const provider = new MemoryProvider();
    const { flags, clock } = await start({ providers: [provider] });
    const created = await flags.saveFlag('sale', { type: 'percentage', percentage: 5 }, ops);
    const updated = await flags.saveFlag('sale', { type: 'percentage', percentage: 10 }, ops);
    await flags.disable('sale', { ...ops, unit: 'ada', expiresAt: new Date(clock.now() + 1000) });
    const own = flags.getOverride('sale', 'ada');
    await flags.enable('sale', ops);
    const all = flags.getOverride('sale');
    clock.advance(1000);
    await settled();
    await flags.clearOverride('sale', { ...ops, reason: 'all is well' });
    await flags.deleteFlag('sale', ops);
    expect(await auditOf(flags)).toEqual(
      [
        { ...ops, action: 'flag_created', before: null, after: created, provider: 'memory' },
        { ...ops, action: 'flag_updated', before: created, after: updated, provider: 'memory' },
        { ...ops, action: 'override_set', before: null, after: own },
        { ...ops, action: 'override_set', before: null, after: all },
        { actor: 'expiry', origin: 'expiry', action: 'override_expired', before: own, after: null },
        { ...ops, reason: 'all is well', action: 'override_cleared', before: all, after: null },
        { ...ops, action: 'flag_deleted', before: updated, after: null, provider: 'memory' },
      ].map((entry, i) => ({
        ...entry,
        key: 'sale',
        history: expect.stringMatching(UUID),
        version: i + 1,
        time: i < 4 ? '2026-01-01T00:00:00.000Z' : '2026-01-01T00:00:01.000Z',
        id: expect.stringMatching(UUID),
        previousHash: i === 0 ? '' : expect.stringMatching(/^sha256-/),
        stateHash: expect.stringMatching(/^sha256-/),
        hash: expect.stringMatching(/^sha256-[\w-]{43}$/),
      })),
    );
    expect(new Set((await auditOf(flags)).map(({ id }) => id)).size).toBe(7);
  });

  it('keeps the override that was replaced', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue', ops);
    const before = flags.getOverride('catalogue');
    await flags.enable('catalogue');
    expect((await auditOf(flags))[1]).toMatchObject({ before, after: flags.getOverride('catalogue') });
  });

  it('records the actor "unknown" and the origin "api" when the caller names none', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue');
    const [entry] = await auditOf(flags);
    expect(entry).toMatchObject({ actor: 'unknown', origin: 'api' });
    expect(entry).not.toHaveProperty('reason');
  });

  it('numbers 200 concurrent changes without gap or duplicate, in the order in which they are announced', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const announced: number[] = [];
    flags.changes$.subscribe(({ version }) => announced.push(version));
    await Promise.all(
      Array.from({ length: 200 }, (_, i) => flags.setOverride('catalogue', i % 2 === 0, { unit: `user-${i % 7}` })),
    );
    const numbers = Array.from({ length: 200 }, (_, i) => i + 1);
    expect((await auditOf(flags)).map(({ version }) => version)).toEqual(numbers);
    expect(announced).toEqual(numbers);
    expect(flags.status().version).toBe(200);
  });

  it('returns entries that nobody can alter', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.setOverride('theme', { value: { columns: [1] } });
    const [entry] = await auditOf(flags);
    expect(() => ((entry as { actor: string }).actor = 'somebody else')).toThrow(TypeError);
    const after = entry?.after as unknown as { serve: { value: { columns: number[] } } };
    expect(() => after.serve.value.columns.push(2)).toThrow(TypeError);
  });

  it('contains nothing of a user but the unit that the operator named', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const context = { userId: 'ada', userAttributes: { email: 'ada@secret.example' } };
    flags.evaluateAll(context);
    await flags.disable('catalogue', { ...ops, unit: 'ada' });
    const log = JSON.stringify(await auditOf(flags));
    expect(log).toContain('"unit":"ada"');
    expect(log).not.toContain('secret.example');
    expect(log).not.toContain('userAttributes');
  });

  it.each([
    ['an actor that is a whole user', { actor: { id: 7, email: 'ada@secret.example' } }, 'actor'],
    ['an actor that is null', { actor: null }, 'actor'],
    ['an actor without a name', { actor: '' }, 'actor'],
    ['a reason that is no text', { reason: 7 }, 'reason'],
    ['a reason without end', { reason: 'x'.repeat(1001) }, 'reason'],
    ['an origin that is no text', { origin: {} }, 'origin'],
  ])('accepts no change from %s', async (_, origin, name) => {
    const { flags } = await start({ providers: [new MemoryProvider()] });
    await flags.saveFlag('sale', true);
    await flags.disable('sale');
    const refused = [
      () => flags.clearOverride('sale', origin as never),
      () => flags.enable('sale', origin as never),
      () => flags.saveFlag('sale', false, origin as never),
      () => flags.deleteFlag('sale', origin as never),
    ];
    for (const change of refused) await expect(change()).rejects.toThrow(name);
    expect(await auditOf(flags)).toHaveLength(2);
    expect(flags.getFlags().get('sale')?.version).toBe(1);
    expect(flags.getOverride('sale')?.serve).toEqual({ enabled: false });
  });

  it('keeps the newest entries in memory and drops the oldest, without renumbering', async () => {
    const { flags } = await start({ initialFlags: shopFlags, store: new MemoryStore({ auditLogSize: 10 }) });
    for (let i = 0; i < 35; i++) await flags.setOverride('catalogue', i % 2 === 0);
    expect((await auditOf(flags)).map(({ version }) => version)).toEqual([26, 27, 28, 29, 30, 31, 32, 33, 34, 35]);
    expect((await flags.getAuditLog({ limit: 4, before: 30 })).entries.map(({ version }) => version)).toEqual([
      29, 28, 27, 26,
    ]);
  });
});

describe('A page of the audit log', () => {
  it.each<[string, AuditFilter, number[]]>([
    ['everything, newest first', {}, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ['one flag', { key: 'catalogue' }, [10, 7, 4, 1]],
    ['one actor', { actor: 'ben' }, [12, 10, 8, 6, 4, 2]],
    ['one action', { action: 'override_cleared' }, [13]],
    ['from an instant on, inclusive', { since: at(10) }, [13, 12, 11]],
    ['up to an instant, exclusive', { until: at(2) }, [2, 1]],
    ['between two instants', { since: at(2), until: at(4) }, [4, 3]],
    ['older than an entry', { before: 3 }, [2, 1]],
    ['all conditions at once', { key: 'sale', actor: 'ann', since: at(3), before: 12 }, [11, 9, 5]],
    ['nothing', { key: 'unheard_of' }, []],
  ])('lists %s', async (_, filter, expected) => {
    const flags = await shopDay();
    const page = await flags.getAuditLog(filter);
    expect(versions(page.entries)).toEqual(expected);
    expect(page).not.toHaveProperty('next');
  });

  it.each([1, 2, 5, 12, 13, 14])('leads to every entry once, in steps of %i', async (limit) => {
    const flags = await shopDay();
    const seen: number[] = [];
    let before: number | undefined;
    do {
      const page = await flags.getAuditLog({ limit, before });
      expect(page.entries.length).toBeLessThanOrEqual(limit);
      seen.push(...versions(page.entries));
      before = page.next;
    } while (before !== undefined);
    expect(seen).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('keeps its filter from page to page, and its position during changes', async () => {
    const flags = await shopDay();
    const first = await flags.getAuditLog({ key: 'catalogue', limit: 2 });
    expect([versions(first.entries), first.next]).toEqual([[10, 7], 7]);
    await flags.disable('catalogue');
    const second = await flags.getAuditLog({ key: 'catalogue', limit: 2, before: first.next });
    expect([versions(second.entries), second.next]).toEqual([[4, 1], undefined]);
  });

  it('has 100 entries by default, and at most 1,000', async () => {
    const { flags } = await start({ initialFlags: shopFlags, store: new MemoryStore({ auditLogSize: 2000 }) });
    for (let i = 0; i < 1001; i++) await flags.setOverride('catalogue', true);
    expect((await flags.getAuditLog()).entries).toHaveLength(100);
    const page = await flags.getAuditLog({ limit: 1000 });
    expect([page.entries.length, page.next]).toEqual([1000, 2]);
  });

  it.each([0, -1, 1001, 1.5, NaN, Infinity, '10'])('cannot have %p entries', async (limit) => {
    const { flags } = await start();
    await expect(flags.getAuditLog({ limit: limit as number })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('1 to 1000'),
    });
  });
});

describe('A condition that no entry can meet', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a version that is no number', { before: NaN }, '"before" of the audit log must be the version of an entry'],
    ['a version beyond all numbers', { before: 1e21 }, '"before"'],
    ['a version that is a text', { before: '7' }, '"before"'],
    ['a version below all others', { before: -1 }, '"before"'],
    ['a date that is a text', { since: '2026-01-01' }, '"since" of the audit log must be a valid Date'],
    ['a date that is none', { until: new Date('yesterday') }, '"until"'],
    ['a key that cannot be one', { key: 'new checkout' }, '"key"'],
    ['a whole user as the actor', { actor: { email: 'ada@secret.example' } }, '"actor"'],
    ['an unknown action', { action: 'override_removed' }, 'one of override_set, override_cleared'],
    ['an action of all objects', { action: 'toString' }, '"action"'],
    [
      'a name that is misspelled',
      { form: new Date() },
      'Option "form" of the audit log does not exist: use any of key, actor',
    ],
    ['null', { key: null }, '"key"'],
  ])('is rejected as an error of the caller, not as an outage of the store: %s', async (_, filter, message) => {
    const { flags } = await start();
    const refusal = { code: 'INVALID_OPTIONS', message: expect.stringContaining(message) };
    await expect(flags.getAuditLog(filter)).rejects.toMatchObject(refusal);
    await expect(exported(flags, filter)).rejects.toMatchObject(refusal);
    expect(flags.status().state).toBe('ready');
  });

  it('may have "before" and "limit" undefined, as for the first page', async () => {
    const { flags } = await start();
    expect((await flags.getAuditLog({ before: undefined, limit: undefined })).entries).toStrictEqual([]);
  });
});

async function exported(flags: FlagManager, filter?: AuditFilter): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of flags.exportAuditLog(filter)) lines.push(line);
  return lines;
}

describe('The exported audit log', () => {
  it('is one line of JSON for each entry, oldest first', async () => {
    const flags = await shopDay();
    const lines = await exported(flags);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(await auditOf(flags));
    for (const line of lines) expect(line).toMatch(/^{[^\n]*}\n$/);
  });

  it('contains only the matching entries', async () => {
    const flags = await shopDay();
    const lines = await exported(flags, { key: 'catalogue', since: at(3), before: 10 });
    expect(lines.map((line) => (JSON.parse(line) as AuditEntry).version)).toEqual([4, 7]);
  });

  it('contains each of many entries once, including those that are added meanwhile', async () => {
    const { flags } = await start({ store: new MemoryStore({ auditLogSize: 5000 }) });
    for (let i = 0; i < 1000; i++) await flags.enable('sale');
    const seen: number[] = [];
    for await (const line of flags.exportAuditLog()) {
      seen.push((JSON.parse(line) as AuditEntry).version);
      if (seen.length <= 500) await flags.enable('sale');
    }
    expect(seen).toEqual(Array.from({ length: 1500 }, (_, i) => i + 1));
  });

  it('is empty if nothing matches', async () => {
    const { flags } = await start();
    expect(await exported(flags)).toStrictEqual([]);
  });
});
