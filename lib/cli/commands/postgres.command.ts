import { Command } from 'commander';
import { postgresSql } from '../../postgres/schema/postgres-sql.js';
import { SCHEMA_VERSION } from '../../postgres/schema/schema-migrations.js';
import { DEFAULT_SCHEMA } from '../../postgres/schema-name.js';
import type { CliContext } from '../cli-context.js';
import { wholeNumber } from './option-values.js';

interface PostgresSqlCommandOptions {
  readonly schema: string;
  readonly from: number;
  readonly to: number;
  readonly role?: string;
  readonly retentionRole?: string;
}

const EXAMPLE = `
Example:
  $ nestjs-feature-flags postgres sql --role shop

Put the printed SQL into a migration of your own tool, which runs it once, in one transaction. After an upgrade of the
package that needs a later version of the tables, print only the new versions with --from. To print only the grants, such
as for another role, give --from the version after the newest.`;

/** `postgres`: what a `PostgresStore` needs in its database. */
export function postgresCommand({ process }: CliContext): Command {
  const sql = new Command('sql')
    .description('Print the SQL that creates or upgrades the tables of a PostgresStore.')
    .option('--schema <name>', 'the schema of the tables', DEFAULT_SCHEMA)
    .option('--from <version>', 'the first version of the tables to print', wholeNumber(1, SCHEMA_VERSION + 1), 1)
    .option('--to <version>', 'the last version of the tables to print', wholeNumber(1, SCHEMA_VERSION), SCHEMA_VERSION)
    .option('--role <name>', 'the role of the application, which gets the rights that the store needs')
    .option('--retention-role <name>', 'the role that removes old entries of the audit log')
    .addHelpText('after', EXAMPLE)
    .action((options: PostgresSqlCommandOptions) => {
      process.stdout.write(postgresSql(options));
    });
  return new Command('postgres')
    .description('Print what a PostgresStore needs in its database.')
    .addCommand(sql)
    .addHelpText('after', EXAMPLE);
}
