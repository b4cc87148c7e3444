import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '../../../../lib/manager/audit/audit-entry.js';
import { MemoryAuditStore } from '../../../../lib/manager/audit/memory-audit-store.js';

const entries = (from: number, to: number): AuditEntry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({
    id: `id-${from + i}`,
    version: from + i,
    time: '2026-01-01T00:00:00.000Z',
    actor: 'ops',
    action: 'override_set',
    key: 'search',
    before: null,
    after: null,
    origin: 'api',
  }));
const versions = (list: readonly AuditEntry[]) => list.map(({ version }) => version);

describe('The audit log in memory', () => {
  it('never lists more than its size, whether entries come one by one or all at once', () => {
    const store = new MemoryAuditStore(3);
    for (const entry of entries(1, 100)) {
      store.append([entry]);
      expect(store.newest({}, 10).length).toBeLessThanOrEqual(3);
    }
    expect(versions(store.newest({}, 10))).toEqual([100, 99, 98]);
    store.append(entries(101, 150));
    expect(versions(store.newest({}, 10))).toEqual([150, 149, 148]);
    expect(store.open()?.version).toBe(150);
  });

  it('lists the newest that match, as many as are asked for', () => {
    const store = new MemoryAuditStore();
    store.append(entries(1, 9));
    expect(versions(store.newest({ before: 6 }, 2))).toEqual([5, 4]);
    expect(store.newest({ key: 'theme' }, 2)).toEqual([]);
  });

  it('holds nothing at first', () => {
    expect(new MemoryAuditStore().open()).toBeUndefined();
  });
});
