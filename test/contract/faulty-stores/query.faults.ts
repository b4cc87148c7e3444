import { matchesAuditQuery, type AuditEntry, type AuditQuery } from '../../../lib/store/audit-entry.js';
import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { logOf, opened, SharedStore, type StoreFault } from '../shared-store.js';

/** Stores whose log tells something wrong. */
export const queryFaults: readonly StoreFault[] = [
  [
    'lists all in one order',
    querying((entries, query) => find(entries, { ...query, order: 'oldest_first' })),
    /^lists entries newest first and oldest first/,
  ],
  [
    'does not look at the limit',
    querying((entries, query) => find(entries, { ...query, limit: Infinity })),
    /^lists entries newest first and oldest first/,
  ],
  [
    'lists the entry before which it is to end',
    querying((entries, { before, ...query }) => find(entries, { ...query, before: before && before + 1 })),
    /^lists entries older than one/,
  ],
  [
    'does not look at the entry after which it is to begin',
    querying((entries, { after: _, ...query }) => find(entries, query)),
    /^lists entries newer than one/,
  ],
  [
    'lists keys that begin like the one that is asked for',
    querying((entries, { key = '', ...query }) =>
      find(
        entries.filter((entry) => entry.key.startsWith(key)),
        query,
      ),
    ),
    /^lists entries of one key/,
  ],
  [
    'does not tell capital letters of an actor',
    querying((entries, { actor, ...query }) =>
      find(
        entries.filter((entry) => actor === undefined || entry.actor.toLowerCase() === actor.toLowerCase()),
        query,
      ),
    ),
    /^lists entries by one actor/,
  ],
  [
    'does not look at the action',
    querying((entries, { action: _, ...query }) => find(entries, query)),
    /^lists entries of one action/,
  ],
  [
    'lists what happened at the instant before which it is to end',
    querying((entries, { until, ...query }) =>
      find(entries, { ...query, until: until && new Date(until.getTime() + 1) }),
    ),
    /^lists entries at or after one time and before another/,
  ],
  [
    'counts to the limit before it looks what matches',
    querying((entries, query) => {
      const { order, limit } = query;
      return find(find(entries, { order, limit }), { ...query, order: 'oldest_first' });
    }),
    /^lists only entries that match all conditions/,
  ],
  [
    'fails while its log is empty',
    querying((entries, query) => {
      if (entries.length === 0) throw new Error('there is no log');
      return find(entries, query);
    }),
    /^lists nothing while it is empty/,
  ],
];

/** A store that is sound but for what it finds in its log. */
function querying(answer: (log: readonly AuditEntry[], query: AuditQuery) => readonly AuditEntry[]): OpenStore {
  return opened(
    class extends SharedStore {
      override async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
        await super.query(query);
        return answer(logOf(this.server), query);
      }
    },
  );
}

/** What a sound store answers. */
function find(
  entries: readonly AuditEntry[],
  { order = 'oldest_first', limit = Infinity, ...query }: Partial<AuditQuery>,
): readonly AuditEntry[] {
  const found = entries.toSorted((a, b) => a.version - b.version).filter((entry) => matchesAuditQuery(entry, query));
  return (order === 'oldest_first' ? found : found.toReversed()).slice(0, limit);
}
