import { PostgresStore } from '../../../lib/postgres/index.js';
import { PostgresNames } from '../../../lib/postgres/postgres-names.js';
import type { AuditQuery } from '../../../lib/store/audit-entry.js';
import { none, times, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { percentile } from '../percentile.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';
import { databaseUrl } from '../stores/store-address.js';

export interface AuditPagesSizes {
  readonly entries: number;
  /** How often each page is read. */
  readonly rounds: number;
}

const GOAL = 10;
const PAGE = { order: 'newest_first', limit: 100 } as const;
/** One entry each second from here on. */
const BEGAN = Date.parse('2026-01-01T00:00:00.000Z');
const RARE_EVERY = 200_000;

/** Pages of a long audit log that match one filter, beside the newest page. */
export async function auditPages(
  start: StartFlagServer<PostgresFlagServer>,
  { entries, rounds }: AuditPagesSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const { name, address, port } = server;
    await fill(server, entries);
    const store = new PostgresStore({ url: databaseUrl(address, port), schema: address.schema, timeout: '60s' });
    const title = `${name}: audit page of ${entries} entries`;
    const before = await scansOf(server);
    const newest = await median(store, PAGE, rounds);
    const figures: Figure[] = [];
    for (const [filter, query] of Object.entries(filtersOf(entries))) {
      const { milliseconds, found } = await median(store, { ...PAGE, ...query }, rounds);
      const floor = { what: 'the newest page', milliseconds: newest.milliseconds };
      figures.push(times(`${title} by ${filter}`, GOAL, milliseconds, floor, `${found} found`));
    }
    store.close();
    await server.allDisconnected(); // sessions report what they have counted when they end
    const scans = (await scansOf(server)) - before;
    const scanned = Array.from({ length: scans }, (_, i) => `scan ${i + 1}`);
    return [...figures, none(`${title}: sequential scans of the log`, scanned, `${rounds * figures.length} pages`)];
  });
}

function filtersOf(entries: number): Readonly<Record<string, Partial<AuditQuery>>> {
  const middle = BEGAN + (entries / 2) * 1000;
  return {
    'key with many entries': { key: 'flag-7' },
    'key with few entries': { key: 'rare' },
    'key without entries': { key: 'none' },
    'actor with few entries': { actor: 'rare' },
    'action with few entries': { action: 'flag_deleted' },
    'time in the middle': { since: new Date(middle), until: new Date(middle + 86_400_000) },
    'time with no entries': { since: new Date(BEGAN - 86_400_000), until: new Date(BEGAN) },
  };
}

/** Entries of about 450 bytes, of 1,000 flags and 40 actors; now and then a rare one. */
async function fill(server: PostgresFlagServer, entries: number): Promise<void> {
  const { log, position } = new PostgresNames(server.address.schema);
  const rare = `i % ${Math.min(RARE_EVERY, Math.ceil(entries / 5))} = 1`;
  await server.run(`
    INSERT INTO ${log} (version, time, key, action, actor, entry)
      SELECT version, time, key, action, to_json(actor)::text, json_build_object('id', 'id-' || version, 'version', version,
          'time', time, 'actor', actor, 'action', action, 'key', key, 'before', null, 'after', null, 'origin', 'api',
          'previousHash', '', 'hash', md5(version::text), 'reason', repeat('r', 200))::text
        FROM (SELECT i AS version,
            to_char(to_timestamp(${BEGAN / 1000} + i) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') AS time,
            CASE WHEN ${rare} THEN 'rare' ELSE 'flag-' || i % 1000 END AS key,
            CASE WHEN ${rare} THEN 'flag_deleted' ELSE 'override_set' END AS action,
            CASE WHEN ${rare} THEN 'rare' ELSE 'actor-' || i % 40 END AS actor
          FROM generate_series(1, ${entries}) AS i) AS entries;
    UPDATE ${position} SET version = ${entries}, id = 'id-${entries}';
    ANALYZE ${log}`);
}

async function median(store: PostgresStore, query: AuditQuery, rounds: number) {
  const milliseconds: number[] = [];
  let found = 0;
  for (let i = 0; i < rounds; i++) {
    const began = performance.now();
    found = (await store.query(query)).length;
    milliseconds.push(performance.now() - began);
  }
  return { milliseconds: percentile(milliseconds, 0.5), found };
}

/** How often the log was read from its beginning to its end, as the server has counted. */
async function scansOf(server: PostgresFlagServer): Promise<number> {
  const { schema } = server.address;
  const [row] = await server.run(
    `SELECT seq_scan::int AS scans FROM pg_stat_user_tables WHERE schemaname = '${schema}' AND relname = 'log'`,
  );
  return Number(row?.['scans']);
}
