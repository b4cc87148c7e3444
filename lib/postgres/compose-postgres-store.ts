import { openConnection } from './connection/open-connection.js';
import type { PostgresConnection } from './connection/postgres-connection.js';
import { PostgresFailures } from './connection/postgres-failures.js';
import { PostgresStatements } from './connection/postgres-statements.js';
import { listeningOf } from './listening/listening-of.js';
import { MissingListening } from './listening/missing-listening.js';
import { PostgresCleanup } from './postgres-cleanup.js';
import { PostgresDocuments } from './postgres-documents.js';
import { PostgresLeases } from './postgres-leases.js';
import { PostgresLog } from './postgres-log.js';
import { PostgresNames } from './postgres-names.js';
import { PostgresSticky } from './postgres-sticky.js';
import { resolvePostgresStoreSettings, type PostgresStoreOptions } from './postgres-store.options.js';
import { PostgresUsage } from './postgres-usage.js';
import { PostgresWatch } from './postgres-watch.js';
import { RepeatedStatements } from './repeated-statements.js';
import { SchemaCheck } from './schema/schema-check.js';
import { TRIM_BATCH, trimLogStatement } from './schema/trim-log.js';
import { ServerClock } from './server-clock.js';
import {
  expiredSticky,
  expiredUsage,
  expiredUsageInstances,
  type ExpiredRows,
} from './statements/expired-rows.statement.js';
import { stickyAges } from './sticky-ages.js';

/** The part of the timeout in which the database is checked, so that its error precedes that of the waiting statement. */
const CHECK_SHARE = 0.9;

/** The parts of a store, which share its connection. */
export interface PostgresStoreParts {
  readonly name: string;
  readonly documents: PostgresDocuments;
  readonly log: PostgresLog;
  readonly sticky: PostgresSticky;
  readonly usage: PostgresUsage;
  readonly leases: PostgresLeases;
  readonly clock: ServerClock;
  readonly cleanup: PostgresCleanup;
  /** `undefined` with `listen: false`. */
  readonly watch: Pick<PostgresWatch, 'watch' | 'close'> | undefined;
  readonly connection: PostgresConnection;
  readonly failures: PostgresFailures;
}

/**
 * Builds the parts of a store. The database is not asked for anything yet.
 *
 * @param options the result of `readPostgresStoreOptions`
 * @param isReadOnly whether the store is only read, so that its role needs no right to write
 */
export function composePostgresStore(options: PostgresStoreOptions, isReadOnly = false): PostgresStoreParts {
  const { name, schema, timeout, stickyTtl, auditRetention } = resolvePostgresStoreSettings(options);
  const names = new PostgresNames(schema);
  const failures = new PostgresFailures(name, schema);
  const connection = openConnection(options, timeout);
  const unchecked = new PostgresStatements({ connection, failures, timeout: CHECK_SHARE * timeout });
  const trims = auditRetention !== undefined;
  const check = new SchemaCheck({ statements: unchecked, names, store: name, trims, isReadOnly });
  const statements = new PostgresStatements({ connection, failures, timeout, ready: () => check.verify() });
  const repeated = new RepeatedStatements(statements, timeout);
  const clock = new ServerClock(repeated);
  const leases = new PostgresLeases(repeated, names);
  const ages = stickyAges(stickyTtl);
  const expired = [
    expiredSticky(names, ages.expired),
    expiredUsage(names),
    expiredUsageInstances(names),
    ...(trims ? [expiredEntries(names, auditRetention)] : []),
  ];
  const cleanup = new PostgresCleanup({ statements: repeated, leases, expired });
  const listen = listeningOf(options, timeout);
  const listenFailures = new PostgresFailures(
    name,
    schema,
    typeof options.listen === 'string' ? 'option "listen"' : undefined,
  );
  const broken = () => connection.closeIdle?.();
  return {
    name,
    documents: new PostgresDocuments({ statements: repeated, names, failures, clock, timeout }),
    log: new PostgresLog({ statements, repeated, names, failures, clock, timeout, ...(trims ? { cleanup } : {}) }),
    sticky: new PostgresSticky({ statements: repeated, names, ages, cleanup, timeout }),
    usage: new PostgresUsage({ statements: repeated, names, cleanup }),
    leases,
    clock,
    cleanup,
    watch:
      listen === undefined
        ? unwatched(options)
        : new PostgresWatch({
            listen,
            statements: repeated,
            channel: names.channel,
            failures: listenFailures,
            timeout,
            broken,
          }),
    connection,
    failures,
  };
}

function expiredEntries(names: PostgresNames, age: number): ExpiredRows {
  return { statement: trimLogStatement(names, age), batch: TRIM_BATCH };
}

function unwatched({ listen }: PostgresStoreOptions): MissingListening | undefined {
  return listen === false ? undefined : new MissingListening();
}
