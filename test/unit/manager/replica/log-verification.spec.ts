import { expect, it } from '@jest/globals';
import type { AuditEntry, AuditQuery } from '../../../../lib/store/audit-entry.js';
import { START } from '../../../../lib/store/flag-store.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { overridesSet } from '../../../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../../../lib/testing/store-writer.js';
import { managers } from '../managers.js';

const start = managers();
const PAGE = 1000;

/** A store that drops entries after the first page of its log was read. */
class DroppingStore extends MemoryStore {
  #isRead = false;

  /** @param isDropped whether the store drops the entry of a version */
  constructor(private readonly isDropped: (version: number) => boolean) {
    super({ auditLogSize: 3 * PAGE });
    const entries = entriesAfter(START, overridesSet(2 * PAGE));
    this.append(entries, START);
  }

  override query(query: AuditQuery): readonly AuditEntry[] {
    const all = super.query({ ...query, limit: 3 * PAGE });
    const found = this.#isRead ? all.filter(({ version }) => !this.isDropped(version)) : all;
    this.#isRead ||= query.limit === PAGE;
    return found.slice(0, query.limit);
  }
}

it('A verification accepts that the oldest entries are removed while it reads', async () => {
  const { flags } = await start({ store: new DroppingStore((version) => version <= 1500) });
  await expect(flags.verifyAuditLog()).resolves.toMatchObject({ isIntact: true, entries: 500, first: 1501 });
});

it('A verification finds entries that are removed between others while it reads', async () => {
  const { flags } = await start({ store: new DroppingStore((version) => version > 1000 && version <= 1500) });
  const { isIntact, problem } = await flags.verifyAuditLog();
  expect([isIntact, problem?.kind, problem?.version]).toStrictEqual([false, 'missing', 1001]);
});
