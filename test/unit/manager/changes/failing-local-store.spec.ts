import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import type { StorePosition } from '../../../../lib/store/flag-store.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

/** A store of this process alone that can be read, but fails at every change, without saying whether it is stored. */
class FailingStore extends MemoryStore {
  isFailing = true;
  readonly #signals: (AbortSignal | undefined)[] = [];

  get signals(): readonly (AbortSignal | undefined)[] {
    return this.#signals;
  }

  override append(entries: readonly AuditEntry[], last: StorePosition, signal?: AbortSignal): boolean {
    this.#signals.push(signal);
    if (this.isFailing) throw new Error('EIO: i/o error');
    return super.append(entries, last);
  }
}

describe('A local store that can be read, but fails at every change', () => {
  it('fails after "storeTimeout", is logged once, and accepts changes as soon as it can', async () => {
    const store = new FailingStore({ name: 'shop' });
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({ store, logger, storeTimeout: '200ms', initialFlags: { checkout: true } });
    await expect(flags.setOverride('checkout', false, { actor: 'operator' })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    expect(flags.isEnabled('checkout')).toBe(true);
    expect(store.signals.length).toBeGreaterThan(1);
    expect(store.signals.filter((signal) => signal?.aborted !== true)).toStrictEqual([]);
    expect(logger.errors).toEqual([expect.stringMatching(/"shop" has been unavailable since .*EIO/)]);

    store.isFailing = false;
    await flags.setOverride('checkout', false, { actor: 'operator' });
    expect(flags.isEnabled('checkout')).toBe(false);
    await flags.close();
  });

  it('is the cause of the error of a change that may have been stored', async () => {
    const flags = await FlagManager.create({
      store: new FailingStore({ name: 'shop' }),
      logger: new RecordingLogger(),
      storeTimeout: '100ms',
      initialFlags: { checkout: true },
    });
    await expect(flags.disable('checkout')).rejects.toHaveProperty('cause.message', expect.stringContaining('EIO'));
    await flags.close();
  });
});
