import type { AuditAction } from '../store/audit/audit-actions.js';
import { matchesAuditQuery, type AuditEntry, type AuditQuery } from '../store/audit-entry.js';
import { overrideSet, type ShopChange } from './shop-changes.js';
import { withStore, type StoreContractItem } from './store-under-test.js';
import { assertSame, StoreWriter } from './store-writer.js';

/** The tests of querying the log of a store. */
export const storeQueryContract: readonly StoreContractItem[] = [
  [
    'lists entries newest first and oldest first, up to the limit',
    finds([{}, { limit: 1 }, { limit: 4 }, { limit: 12 }, { limit: 13 }, { limit: 1000 }]),
  ],
  [
    'lists entries older than one',
    finds([{ before: 12 }, { before: 6, limit: 3 }, { before: 1 }, { before: 0 }, { before: 100 }]),
  ],
  [
    'lists entries newer than one',
    finds([{ after: 0 }, { after: 6, limit: 3 }, { after: 11 }, { after: 12 }, { after: 100 }]),
  ],
  [
    'lists entries of one key',
    finds([{ key: 'theme' }, { key: 'theme', limit: 2 }, { key: 'them' }, { key: 'unheard' }]),
  ],
  ['lists entries by one actor', finds([{ actor: 'ada' }, { actor: 'größe & söhne' }, { actor: 'Ada' }])],
  ['lists entries of one action', finds([{ action: 'override_set' }, { action: 'flag_deleted' }])],
  [
    'lists entries at or after one time and before another',
    finds([
      { since: at(3) },
      { until: at(3) },
      { since: at(3), until: at(5) },
      { since: at(3), until: at(3) },
      { since: new Date(at(3).getTime() + 1) },
      { until: new Date(at(3).getTime() + 1) },
    ]),
  ],
  [
    'lists only entries that match all conditions',
    finds([
      { after: 2, before: 10 },
      { after: 5, before: 6 },
      { key: 'theme', actor: 'ada', after: 1, limit: 2 },
      { key: 'search', action: 'override_cleared', before: 11, limit: 1 },
      { actor: 'ada', since: at(2), until: at(5), before: 12, limit: 3 },
      { key: 'theme', action: 'override_set', actor: 'größe & söhne', since: at(1) },
    ]),
  ],
  [
    'lists nothing while it is empty',
    (open) =>
      withStore(open, async ({ store }) => {
        for (const order of ORDERS) {
          assertSame(await new StoreWriter(store).query({ order }), [], `query() finds something, ${order}`);
        }
      }),
  ],
];

const ORDERS = ['newest_first', 'oldest_first'] as const;
const ACTORS = ['ada', 'größe & söhne', 'provider:table'];
const ACTIONS: readonly AuditAction[] = ['override_set', 'override_cleared', 'override_set', 'override_expired'];

function at(hour: number): Date {
  return new Date(Date.UTC(2026, 0, 1, hour));
}

/** Twelve changes, two in each hour. */
function log(): readonly ShopChange[] {
  return Array.from({ length: 12 }, (_, i) => {
    const change = overrideSet(i % 2 === 0 ? 'theme' : 'search');
    const action = ACTIONS[i % ACTIONS.length] ?? 'override_set';
    return {
      key: change.key,
      action,
      before: action === 'override_set' ? null : change.after,
      after: action === 'override_set' ? change.after : null,
      actor: ACTORS[i % ACTORS.length] ?? 'ada',
      time: at(Math.floor(i / 2)).toISOString(),
    };
  });
}

/** Runs each query in both orders. */
function finds(queries: readonly Partial<AuditQuery>[]): StoreContractItem[1] {
  return (open) =>
    withStore(open, async ({ store }) => {
      const writer = new StoreWriter(store);
      const entries: AuditEntry[] = [];
      for (const change of log()) entries.push(...(await writer.add(change)));
      for (const order of ORDERS) {
        for (const query of queries) {
          const sorted = order === 'newest_first' ? entries.toReversed() : entries;
          const expected = sorted.filter((entry) => matchesAuditQuery(entry, query)).slice(0, query.limit);
          const found = await writer.query({ order, ...query });
          assertSame(versionsOf(found), versionsOf(expected), `query() for ${JSON.stringify(query)}, ${order}, finds`);
          assertSame(
            found,
            expected,
            `query() for ${JSON.stringify(query)} returns entries that differ from those that were appended`,
          );
        }
      }
    });
}

function versionsOf(entries: readonly AuditEntry[]): readonly number[] {
  return entries.map(({ version }) => version);
}
