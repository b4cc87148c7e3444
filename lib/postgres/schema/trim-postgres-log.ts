import { milliseconds, type Duration } from '../../internal/duration.js';
import { durationOption } from '../../internal/options/duration-option.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import type { PostgresDatabase } from '../postgres-database.js';
import { PostgresNames } from '../postgres-names.js';
import { DEFAULT_SCHEMA, schemaNameOption } from '../schema-name.js';
import { databaseArgument } from './database-argument.js';
import { trimFailure } from './trim-failure.js';
import { TRIM_BATCH, trimLogStatement } from './trim-log.js';
import { withConnection } from './with-connection.js';

/** The options of {@link trimPostgresLog}. */
export interface PostgresTrimOptions {
  /** The age from which entries are removed, such as `'17520h'` for two years. */
  readonly olderThan: Duration;
  /** The name of the schema. @default 'feature_flags' */
  readonly schema?: string | undefined;
}

const trimOptions = new OptionsSchema<PostgresTrimOptions>(
  'trimPostgresLog',
  { olderThan: durationOption('1h', '876000h'), schema: schemaNameOption },
  { required: ['olderThan'] },
);

/** The timeout of one batch, in milliseconds: far more than the 50 ms that it takes, so that only silence reaches it. */
const BATCH_MS = 60_000;

/**
 * Removes the oldest entries of the audit log of a {@link PostgresStore}, in batches of 10,000, as a role that has this right
 * (`retentionRole`). The last entry always remains, and so does an unbroken hash chain. The flags are not changed.
 *
 * @param database a `Pool` of the package `pg`, a URL, or an adapter for another library
 * @returns the number of removed entries
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the server does not answer, or the role lacks the right
 * @throws {StoreFailedError} (`STORE_FAILED`) when the schema does not exist
 * @example await trimPostgresLog(process.env.RETENTION_URL, { olderThan: '17520h' });
 */
export async function trimPostgresLog(
  database: PostgresDatabase | string,
  options: PostgresTrimOptions,
): Promise<number> {
  const { olderThan, schema = DEFAULT_SCHEMA } = trimOptions.read(options);
  const given = databaseArgument(database, 'The database of trimPostgresLog');
  const statement = trimLogStatement(new PostgresNames(schema), milliseconds(olderThan));
  return await withConnection(given, async (connection) => {
    let total = 0;
    for (let removed = TRIM_BATCH; removed >= TRIM_BATCH; total += removed) {
      const [row] = await connection.send(statement, BATCH_MS).catch((error: unknown) => {
        throw trimFailure(error, schema);
      });
      removed = Number(row?.['removed']);
    }
    return total;
  });
}
