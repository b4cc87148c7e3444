import { afterEach, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import type { AuditAction } from '../../../lib/store/audit/audit-actions.js';
import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import { MemoryStore } from '../../../lib/store/memory/memory.store.js';
import { appendChained } from '../../support/append-chained.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const managers: FlagManager[] = [];
afterEach(() => Promise.all(managers.splice(0).map((manager) => manager.close())));

async function instance(memory = new MemoryStore()) {
  const logger = new RecordingLogger();
  const flags = await FlagManager.create({ store: memory, logger });
  managers.push(flags);
  return { flags, logger, memory };
}

/** Stores what a later release might store. */
function store(memory: MemoryStore, action: AuditAction, key: string, after: unknown): void {
  const { position } = memory.read();
  const version = position.version + 1;
  const entry = { id: `later-${version}`, version, time: '2026-01-01T00:00:00.000Z', actor: 'ops', origin: 'api' };
  appendChained(memory, { ...entry, action, key, before: null, after } as AuditEntry);
}

const valuesIn = (memory: MemoryStore) => memory.read().documents.map(({ value }) => value);

describe('An unreadable override', () => {
  const later = { key: 'payments', serve: { enabled: false }, mood: 'new' };

  it('leaves the earlier one in force, and the status reports it without the unit', async () => {
    const { flags, logger, memory } = await instance();
    await flags.enable('payments');
    store(memory, 'override_set', 'payments', { ...later, unit: 'ada@example.org' });
    expect(flags.isEnabled('payments')).toBe(true);
    expect(flags.status()).toMatchObject({
      state: 'degraded',
      providers: [{ problems: [{ kind: 'override', key: 'payments' }] }],
    });
    expect(JSON.stringify([flags.status(), logger.lines])).not.toContain('ada@');
  });

  it('is not cleared as if there was none', async () => {
    const { flags, memory } = await instance();
    store(memory, 'override_set', 'payments', later);
    await expect(flags.clearOverride('payments')).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(
        /the override of "payments" cannot be read there [^]*replace it with another override/,
      ),
    });
    expect(valuesIn(memory)).toEqual([later]);
  });

  it('can be replaced by a readable one, and then be cleared', async () => {
    const { flags, memory } = await instance();
    store(memory, 'override_set', 'payments', later);
    await flags.disable('payments');
    expect(flags.status().state).toBe('ready');
    await expect(flags.clearOverride('payments')).resolves.toBe(true);
    expect(valuesIn(memory)).toStrictEqual([]);
  });
});

describe('An unreadable flag', () => {
  const later = { key: 'checkout', type: 'oracle', version: 1 };

  it.each([
    ['saved', (flags: FlagManager) => flags.saveFlag('checkout', true, { expectedVersion: 0 })],
    ['deleted', (flags: FlagManager) => flags.deleteFlag('checkout', { expectedVersion: 0 })],
  ])('is not %s by a writer who has not read it', async (_, change) => {
    const { flags, memory } = await instance();
    store(memory, 'flag_created', 'checkout', later);
    await expect(change(flags)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/the flag "checkout" cannot be read there [^]*omit "expectedVersion"/),
    });
    expect(valuesIn(memory)).toEqual([later]);
  });

  it('is not overwritten by a writer who has read the version before', async () => {
    const { flags, memory } = await instance();
    await flags.saveFlag('checkout', true);
    store(memory, 'flag_updated', 'checkout', { ...later, version: 2 });
    await expect(flags.saveFlag('checkout', false, { expectedVersion: 1 })).rejects.toThrow('cannot be read there');
  });

  it('can be replaced and deleted without an expected version', async () => {
    const { flags, memory } = await instance();
    store(memory, 'flag_created', 'checkout', later);
    await flags.deleteFlag('checkout');
    expect(valuesIn(memory)).toStrictEqual([]);
    store(memory, 'flag_created', 'checkout', later);
    await flags.saveFlag('checkout', true);
    expect(flags.isEnabled('checkout')).toBe(true);
  });
});
