import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import type { AuditStore } from '../../../lib/manager/audit/audit-store.js';
import { MemoryAuditStore } from '../../../lib/manager/audit/memory-audit-store.js';
import type { OverrideState, OverrideStore } from '../../../lib/manager/overrides/override-store.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { settled } from './managers.js';

/** A disk that is full until it is told otherwise. */
class FullDisk {
  isFull = false;

  assertSpace(): void {
    if (this.isFull) throw new Error('disk full');
  }
}

class DiskAuditStore extends MemoryAuditStore {
  constructor(private readonly disk: FullDisk) {
    super();
  }

  override append(entries: Parameters<AuditStore['append']>[0]): void {
    this.disk.assertSpace();
    super.append(entries);
  }
}

class DiskOverrideStore implements OverrideStore {
  stored: OverrideState = { overrides: [] };
  /** Saves, and fails behind it: nobody knows if it is safe. */
  failsAfterSaving = false;

  constructor(private readonly disk: FullDisk) {}

  load(): OverrideState {
    return this.stored;
  }

  save(state: OverrideState): void {
    if (this.failsAfterSaving) this.stored = state;
    this.disk.assertSpace();
    this.stored = state;
  }
}

async function shop() {
  const disk = new FullDisk();
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const overrideStore = new DiskOverrideStore(disk);
  const provider = new MemoryProvider({ search: true });
  const auditStore = new DiskAuditStore(disk);
  const flags = await FlagManager.create({ clock, logger, overrideStore, auditStore, providers: [provider] });
  return { disk, clock, logger, overrideStore, provider, flags };
}

describe('A change at its source that cannot be audited', () => {
  it('is tried again until it can, and shows in the status meanwhile', async () => {
    const { disk, clock, provider, flags } = await shop();
    disk.isFull = true;
    provider.set('search', false);
    await settled();
    expect(flags.isEnabled('search')).toBe(true);
    expect(flags.status().state).toBe('degraded');
    disk.isFull = false;
    clock.advance(5000);
    await settled();
    expect(flags.isEnabled('search')).toBe(false);
    expect(flags.status().state).toBe('ready');
    await flags.close();
  });
});

describe('An override that was refused', () => {
  it('does not come into force with a restart, once the store can be written again', async () => {
    const { disk, clock, overrideStore, flags } = await shop();
    overrideStore.failsAfterSaving = true;
    disk.isFull = true;
    await expect(flags.disable('search')).rejects.toThrow('disk full');
    expect(flags.isEnabled('search')).toBe(true);
    overrideStore.failsAfterSaving = false;
    overrideStore.stored = { overrides: [{ key: 'search', serve: { enabled: false }, actor: 'x', createdAt: 'x' }] };
    disk.isFull = false;
    clock.advance(30_000);
    await settled();
    expect(overrideStore.stored.overrides).toEqual([]);
    await flags.close();
    expect(clock.pending).toBe(0);
  });
});

describe('A provider whose write hangs', () => {
  it('holds up neither a kill switch nor the end for longer than its time', async () => {
    const provider = Object.assign(new MemoryProvider({ search: true }), { write: () => new Promise<never>(() => {}) });
    const flags = await FlagManager.create({
      providers: [provider],
      loadTimeout: '30ms',
      logger: new RecordingLogger(),
    });
    const saving = flags.saveFlag('search', false);
    const disabling = flags.disable('search');
    await expect(saving).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT' });
    await disabling;
    expect(flags.isEnabled('search')).toBe(false);
    await flags.close();
  });
});

describe('A change that a subscriber makes', () => {
  it('waits for the one that it was told of, and so do later ones', async () => {
    const { flags } = await shop();
    const order: string[] = [];
    flags.changes$.subscribe(({ key, action }) => {
      order.push(`${action} ${key}`);
      if (key === 'search') void flags.enable('sale');
    });
    await flags.disable('search');
    await flags.enable('theme');
    expect(order).toEqual(['override_set search', 'override_set sale', 'override_set theme']);
    expect(flags.status().version).toBe(3);
    await flags.close();
  });
});
