import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { FlagOverride } from '../../lib/engine/flag-override.js';
import { bootstrapText, parseBootstrap } from '../../lib/manager/replica/bootstrap-content.js';
import type { FlagManager } from '../../lib/manager/flag-manager.js';
import type { AuditEntry } from '../../lib/store/audit-entry.js';
import { AuditKeys } from '../../lib/store/audit/audit-keys.js';
import { MemoryStore } from '../../lib/store/memory/memory.store.js';
import { appendChained } from '../support/append-chained.js';
import { eventually } from '../support/eventually.js';
import { auditOf, settled } from '../unit/manager/managers.js';
import { instances, type Instance } from '../unit/manager/instances.js';
import { ScriptedStore } from '../unit/manager/scripted-store.js';
import { tempFolder } from '../unit/manager/temp-folder.js';

const POLL_MS = 60_000;
const BY = { actor: 'ops', reason: 'incident 7' };
/** A busy machine may take a while to write a file. */
const PATIENT = { storeTimeout: '10s' } as const;
const shared = instances();
const path = tempFolder();

/** Two instances of a shop whose checkout an operator has switched off, and whose search serves a variant. */
async function shop() {
  const { memory, clock, start } = shared();
  const one = await start(PATIENT);
  const two = await start(PATIENT);
  await one.flags.saveFlag('checkout', true, BY);
  await one.flags.saveFlag('search', { type: 'percentage', percentage: 25 }, BY);
  await one.flags.disable('checkout', BY);
  await one.flags.setOverride('search', true, { ...BY, unit: 'ada' });
  await one.flags.schedule({ type: 'set_override', key: 'search', serve: false }, '2027-01-01T00:00:00Z', BY);
  await settled();
  /** Time passes until every instance has looked at its store. */
  const pass = async () => {
    clock.advance(POLL_MS);
    await settled();
  };
  /** All instances find this store where theirs was. */
  const lose = async (emptied = new MemoryStore()) => {
    for (const { store } of [one, two]) store.memory = emptied;
    await pass();
    return emptied;
  };
  /** Starts another instance without any state. */
  const fresh = (store: MemoryStore, options = {}) => start(options, new ScriptedStore(store));
  return { one, two, memory, clock, pass, lose, fresh };
}

/** Adds overrides of a flag for so many users, in one append. */
function overrideForUsers(memory: MemoryStore, count: number): void {
  const { position } = memory.read();
  const [last] = memory.query({ order: 'newest_first', limit: 1, action: 'override_set' });
  if (last === undefined) throw new Error('The log has no override to copy.');
  const entries = Array.from({ length: count }, (_, i): AuditEntry => {
    const version = position.version + 1 + i;
    const override = { ...last.after, unit: `user-${i}` } as FlagOverride;
    return { ...last, id: randomUUID(), version, before: null, after: override };
  });
  appendChained(memory, ...entries);
}

const stateOf = ({ flags }: { readonly flags: FlagManager }) => ({
  checkout: flags.isEnabled('checkout'),
  search: flags.isEnabled('search', { userId: 'ada' }),
  schedules: flags.getSchedules().length,
  state: flags.status().state,
});
const KEPT = { checkout: false, search: true, schedules: 1, state: 'degraded' };
const RESTORED = { ...KEPT, state: 'ready' };

const actionsOf = async ({ flags }: Instance) =>
  (await auditOf(flags)).map(({ action, key, actor }) => `${action} ${key} ${actor}`);

describe('A store that has lost all data', () => {
  it('releases no kill switch, because every instance keeps its state, which its status reports', async () => {
    const { one, two, lose } = await shop();
    await lose();
    expect([stateOf(one), stateOf(two)]).toEqual([KEPT, KEPT]);
    const { providers } = one.flags.status();
    expect(providers[0]).toMatchObject({ state: 'stale', error: expect.stringContaining('it is empty') });
  });

  it('is reported once, with the remedy', async () => {
    const { one, lose, pass } = await shop();
    await lose();
    for (let i = 0; i < 3; i++) await pass();
    expect(one.logger.errors).toEqual([
      expect.stringMatching(/has lost its data: it is empty.*restoreStore\(.*acceptStore\(/),
    ]);
  });

  it.each([
    ['an override', (flags: FlagManager) => flags.disable('search', BY)],
    ['the end of an override', (flags: FlagManager) => flags.clearOverride('checkout', BY)],
    ['a definition', (flags: FlagManager) => flags.saveFlag('theme', true, BY)],
    [
      'a schedule',
      (flags: FlagManager) =>
        flags.schedule({ type: 'set_override', key: 'search', serve: true }, '2027-01-01T00:00:00Z'),
    ],
  ])('rejects %s of every instance with an older state, so that no new history starts unnoticed', async (_, change) => {
    const { one, lose } = await shop();
    const emptied = await lose();
    await expect(change(one.flags)).rejects.toMatchObject({
      code: 'STORE_DATA_LOSS',
      message: expect.stringContaining('restoreStore('),
    });
    expect(emptied.read().position.version).toBe(0);
  });

  it('rejects a change of an instance that has not noticed yet', async () => {
    const { one } = await shop();
    one.store.memory = new MemoryStore();
    await expect(one.flags.enable('checkout', BY)).rejects.toMatchObject({ code: 'STORE_DATA_LOSS' });
    expect(stateOf(one)).toEqual(KEPT);
  });

  it('is followed again when its data is back', async () => {
    const { one, lose, memory } = await shop();
    await lose();
    await lose(memory);
    expect(stateOf(one)).toEqual(RESTORED);
    await one.flags.clearOverride('checkout', BY);
    expect(one.flags.isEnabled('checkout')).toBe(true);
  });
});

describe('An instance without change messages, whose store has lost all data', () => {
  it('accepts changes as soon as the loss was accepted', async () => {
    const { one, lose } = await shop();
    for (const listener of one.store.listeners) listener.lost(new Error('the connection was cut'));
    await lose();
    await expect(one.flags.enable('checkout', BY)).rejects.toMatchObject({ code: 'STORE_DATA_LOSS' });
    await one.flags.acceptStore(BY);
    expect(one.flags.status().providers[0]?.error).toBe('the connection was cut');
    await one.flags.saveFlag('theme', true, BY);
    for (const listener of one.store.listeners) listener.resumed();
    await settled();
    expect(one.flags.status().state).toBe('ready');
  });

  it('still detects the loss when it receives changes again, and can restore the store', async () => {
    const { one, lose, fresh } = await shop();
    const other = new MemoryStore();
    await (await fresh(other)).flags.saveFlag('theme', true, BY); // another history
    await lose(other);
    for (const listener of one.store.listeners) listener.lost(new Error('the connection was cut'));
    for (const listener of one.store.listeners) listener.resumed();
    await settled();
    expect(one.flags.status().providers[0]?.error).toContain('a new history');
    expect(await one.flags.restoreStore(BY)).toMatchObject({ restored: 5 });
    expect(stateOf(one)).toEqual(RESTORED);
  });
});

describe('Restoring a store', () => {
  it('writes everything back as audited changes, kill switches first, and every instance follows', async () => {
    const { one, two, lose, pass } = await shop();
    await lose();
    expect(await one.flags.restoreStore(BY)).toEqual({ restored: 5, kept: 0 });
    await pass();
    expect([stateOf(one), stateOf(two)]).toEqual([RESTORED, RESTORED]);
    expect(await actionsOf(one)).toEqual([
      'override_set checkout ops',
      'override_set search ops',
      'flag_created checkout ops',
      'flag_created search ops',
      'schedule_added search ops',
      'store_restored shared ops',
    ]);
    expect((await auditOf(one.flags)).every(({ reason, origin }) => reason === BY.reason && origin === 'restore')).toBe(
      true,
    );
    await two.flags.clearOverride('checkout', BY);
    await pass();
    expect(one.flags.isEnabled('checkout')).toBe(true);
  });

  it('writes nothing twice when all instances restore at once', async () => {
    const { one, two, lose } = await shop();
    const emptied = await lose();
    for (const { store } of [one, two]) store.slow = true;
    const results = await Promise.all(
      [one, two, one].map(({ flags }) => flags.restoreStore(BY).catch((error: { code: string }) => error.code)),
    );
    expect(results.filter((result) => typeof result === 'object' && result.restored === 5)).toHaveLength(1);
    expect(emptied.read()).toMatchObject({ position: { version: 6 } });
    expect(emptied.read().documents).toHaveLength(5);
    await eventually(() => expect([stateOf(one), stateOf(two)]).toEqual([RESTORED, RESTORED]));
  });

  it('continues where it was interrupted, and no instance follows a half-restored store', async () => {
    const { one, two, lose, pass, memory } = await shop();
    overrideForUsers(memory, 1500);
    await lose();
    let appends = 0;
    one.store.onAppend = (append) => {
      if (++appends > 1) throw new Error('connection refused');
      return append();
    };
    await expect(one.flags.restoreStore(BY)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await pass();
    expect([stateOf(two), two.flags.isEnabled('search', { userId: 'user-1499' })]).toEqual([KEPT, true]);
    expect(await two.flags.restoreStore(BY)).toEqual({ restored: 505, kept: 0 });
    await pass();
    expect([stateOf(one), stateOf(two)]).toEqual([RESTORED, RESTORED]);
    expect(one.flags.getOverrides()).toHaveLength(1502);
  });

  it('is rejected while the store has not lost anything', async () => {
    const { one, memory } = await shop();
    const { version } = memory.read().position;
    await expect(one.flags.restoreStore(BY)).rejects.toMatchObject({ code: 'NOTHING_TO_RESTORE' });
    await expect(one.flags.acceptStore(BY)).rejects.toMatchObject({ code: 'NOTHING_TO_RESTORE' });
    expect(memory.read().position.version).toBe(version);
  });

  it('is completed by an instance with a later change than the one that began', async () => {
    const { one, two, lose } = await shop();
    two.store.onFeed = () => {};
    await one.flags.disable('search', BY);
    await one.flags.setOverride('checkout', { value: 'closed for repair' }, BY);
    one.store.memory = two.store.memory = new MemoryStore();
    await two.flags.refresh();
    expect(await two.flags.restoreStore(BY)).toEqual({ restored: 5, kept: 0 });
    await lose(two.store.memory);
    expect(one.flags.getOverride('checkout')?.serve).toEqual({ value: 'closed for repair' });
    expect(one.flags.status().state).toBe('degraded');
    expect(await one.flags.restoreStore(BY)).toEqual({ restored: 2, kept: 0 });
    await lose(two.store.memory);
    expect(two.flags.getOverride('checkout')?.serve).toEqual({ value: 'closed for repair' });
    expect([one.flags.status().state, two.flags.status().state]).toEqual(['ready', 'ready']);
  });
});

describe('A store that has started a new history', () => {
  it('is not followed by an instance with the previous history, however long the new one is', async () => {
    const { one, lose, fresh, pass } = await shop();
    const emptied = await lose();
    const newcomer = await fresh(emptied);
    expect(newcomer.flags.status().state).toBe('ready');
    for (let i = 0; i < 12; i++) await newcomer.flags.saveFlag('checkout', i % 2 === 0, BY);
    await pass();
    expect(stateOf(one)).toEqual(KEPT);
    expect(one.flags.status().providers[0]?.error).toContain('it has begun a new history, now at version 12');
    await expect(one.flags.enable('checkout', BY)).rejects.toMatchObject({ code: 'STORE_DATA_LOSS' });
  });

  it('gets the missing documents when it is restored, and keeps newer ones', async () => {
    const { one, two, lose, fresh, pass } = await shop();
    const newcomer = await fresh(await lose());
    await newcomer.flags.saveFlag('search', false, BY);
    expect(await one.flags.restoreStore(BY)).toEqual({ restored: 4, kept: 1 });
    await pass();
    for (const { flags } of [one, two, newcomer]) {
      expect([flags.isEnabled('checkout'), flags.isEnabled('search')]).toEqual([false, false]);
      expect(flags.status().state).toBe('ready');
    }
  });

  it('is followed by all instances once an operator accepts the loss, which is audited', async () => {
    const { one, two, lose, pass } = await shop();
    await lose();
    await two.flags.acceptStore(BY);
    await pass();
    for (const instance of [one, two]) {
      expect(stateOf(instance)).toEqual({ checkout: false, search: false, schedules: 0, state: 'ready' });
      expect(instance.flags.getFlags().size).toBe(0);
    }
    expect(await actionsOf(one)).toEqual(['store_accepted shared ops']);
    expect(one.logger.warnings.join()).toContain('override "checkout" is removed');
  });
});

describe('A store that has gone back to an earlier state of its own history', () => {
  it('is followed, with a warning that names what was lost', async () => {
    const { one, lose, memory } = await shop();
    const backup = new MemoryStore();
    const entries = memory.query({ order: 'oldest_first', limit: 3, after: 0 });
    for (const entry of entries) backup.append([entry], backup.read().position);
    await lose(backup);
    expect(one.flags.status()).toMatchObject({ state: 'ready', version: 3 });
    expect(one.logger.warnings).toEqual([
      expect.stringMatching(/went back from version 5 to 3: .*override "search" for one unit is removed, schedule /),
    ]);
    expect(one.logger.warnings.join()).not.toContain('ada');
  });

  it('is followed, with a warning, when it has other changes since that state', async () => {
    const { one, lose, memory, fresh } = await shop();
    const backup = new MemoryStore();
    for (const entry of memory.query({ order: 'oldest_first', limit: 3, after: 0 }))
      backup.append([entry], backup.read().position);
    const other = await fresh(backup);
    for (let i = 0; i < 9; i++) await other.flags.saveFlag('theme', i % 2 === 0, BY);
    await lose(backup);
    expect(one.flags.status()).toMatchObject({ state: 'ready', version: 12 });
    expect(one.logger.warnings).toEqual([expect.stringMatching(/went back and then on.*is removed/)]);
  });

  it('names twenty lost changes and counts the rest', async () => {
    const { one, lose, memory } = await shop();
    const [first] = memory.query({ order: 'oldest_first', limit: 1, after: 0 });
    for (let i = 0; i < 30; i++) await one.flags.enable(`flag-${i}`, BY);
    const backup = new MemoryStore();
    if (first !== undefined) backup.append([first], backup.read().position);
    await lose(backup);
    const warning = one.logger.warnings.find((line) => line.includes('went back')) ?? '';
    expect(warning.match(/ is removed/g)).toHaveLength(20);
    expect(warning).toMatch(/, and 14 more\.$/);
  });
});

/** The bootstrap file of an instance whose store is lost later. */
async function copied() {
  const bootstrapFile = path('flags.json');
  const { memory, start } = shared();
  const one = await start({ bootstrapFile, ...PATIENT });
  await one.flags.saveFlag('checkout', true, BY);
  await one.flags.disable('checkout', BY);
  await one.flags.close();
  return { bootstrapFile, start, memory, text: await readFile(bootstrapFile, 'utf8') };
}

describe('A bootstrap file with a newer state than the store', () => {
  it('is used at boot although the store is empty, which the status reports, and is not overwritten', async () => {
    const { bootstrapFile, start, text } = await copied();
    const emptied = new MemoryStore();
    const booted = await start({ bootstrapFile, onBootFailure: 'throw', ...PATIENT }, new ScriptedStore(emptied));
    expect([booted.flags.isEnabled('checkout'), booted.flags.status().state]).toEqual([false, 'degraded']);
    expect(booted.logger.errors).toEqual([expect.stringContaining('has lost its data')]);
    await expect(booted.flags.enable('checkout', BY)).rejects.toMatchObject({ code: 'STORE_DATA_LOSS' });
    await booted.flags.close();
    expect(await readFile(bootstrapFile, 'utf8')).toBe(text);
    const again = await start({ bootstrapFile }, new ScriptedStore(emptied));
    expect(await again.flags.restoreStore(BY)).toEqual({ restored: 2, kept: 0 });
    expect([again.flags.isEnabled('checkout'), again.flags.status().state]).toEqual([false, 'ready']);
  });

  it('is used at boot although the store has started a new history', async () => {
    const { bootstrapFile, start } = await copied();
    const other = new MemoryStore();
    const newcomer = await start({}, new ScriptedStore(other));
    for (let i = 0; i < 5; i++) await newcomer.flags.saveFlag('checkout', i % 2 === 0, BY);
    const booted = await start({ bootstrapFile }, new ScriptedStore(other));
    expect([booted.flags.isEnabled('checkout'), booted.flags.status().state]).toEqual([false, 'degraded']);
  });

  it('yields to an older store of the same history, with a warning', async () => {
    const { bootstrapFile, start, memory } = await copied();
    const backup = new MemoryStore();
    const [first] = memory.query({ order: 'oldest_first', limit: 1, after: 0 });
    if (first !== undefined) backup.append([first], backup.read().position);
    const booted = await start({ bootstrapFile }, new ScriptedStore(backup));
    expect([booted.flags.isEnabled('checkout'), booted.flags.status().state]).toEqual([true, 'ready']);
    expect(booted.logger.warnings).toEqual([expect.stringContaining('from version 2 to 1')]);
  });

  it('is not changed when it is a copy of another store', async () => {
    const { bootstrapFile, start, text } = await copied();
    const copy = parseBootstrap(text, AuditKeys.NONE);
    if (typeof copy === 'string') throw new Error(`The file is ${copy}.`);
    const foreign = bootstrapText({ ...copy, store: 'another' }, AuditKeys.NONE);
    await writeFile(bootstrapFile, foreign);
    const booted = await start({ bootstrapFile, ...PATIENT });
    await booted.flags.enable('checkout', BY);
    await booted.flags.close();
    await eventually(() => expect(booted.logger.errors.join()).toContain('is a copy of the store "another"'));
    expect(await readFile(bootstrapFile, 'utf8')).toBe(foreign);
  });
});
