import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { MemoryStore } from '../../../lib/store/memory/memory.store.js';
import type { AuditQuery } from '../../../lib/store/audit-entry.js';
import type { FlagStore } from '../../../lib/store/flag-store.js';
import { RecordingLogger } from '../../support/recording-logger.js';

/** One of several instances of a store that announces nothing. */
function silentInstance(shared: MemoryStore): FlagStore {
  return {
    name: 'shop',
    read: () => shared.read(),
    append: (entries, last) => shared.append(entries, last),
    query: (query: AuditQuery) => shared.query(query),
  };
}

describe('refresh()', () => {
  it('reads what another instance has stored', async () => {
    const shared = new MemoryStore();
    const logger = new RecordingLogger();
    const options = { storePoll: '1h', initialFlags: { checkout: true }, logger } as const;
    const one = await FlagManager.create({ ...options, store: silentInstance(shared) });
    const other = await FlagManager.create({ ...options, store: silentInstance(shared) });
    await other.setOverride('checkout', false, { actor: 'operator' });
    expect(one.isEnabled('checkout')).toBe(true);
    await one.refresh();
    expect(one.isEnabled('checkout')).toBe(false);
    await Promise.all([one.close(), other.close()]);
  });
});
