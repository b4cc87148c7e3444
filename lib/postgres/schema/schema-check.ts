import { shownText } from '../../internal/shown-text.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import type { Row, Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import { tableGrant, trimGrant, usageGrant } from './schema-grants.js';
import type { SchemaMigration, TableGrant } from './schema-migration.js';
import { SCHEMA_MIGRATIONS } from './schema-migrations.js';
import { readSchemaState, schemaStateStatement, type SchemaState } from './schema-state.js';
import { readVersions, versionsStatement, type SchemaVersion } from './schema-versions.js';
import { sqlCommand } from './sql-command.js';

export interface SchemaCheckOptions {
  /** Runs statements, and throws the errors of a store. */
  readonly statements: { run(statement: Statement): Promise<readonly Row[]> };
  readonly names: PostgresNames;
  /** The name of the store. */
  readonly store: string;
  /** Whether the store removes old entries of the log. @default false */
  readonly trims?: boolean | undefined;
  /** Whether the store is only read, by a role that may do nothing else. @default false */
  readonly isReadOnly?: boolean | undefined;
  /** The versions that the store needs. @default those of this release */
  readonly migrations?: readonly SchemaMigration[] | undefined;
}

/** The table that lists the versions of the schema. */
const VERSIONS = 'migrations';

/**
 * Verifies, before the first statement of a store, that its tables exist in the version that this release needs, and that
 * its role may use them. It changes nothing.
 */
export class SchemaCheck {
  readonly #options: SchemaCheckOptions;
  readonly #migrations: readonly SchemaMigration[];
  readonly #needed: readonly TableGrant[];
  #isVerified = false;
  #ongoing: Promise<void> | undefined;

  constructor(options: SchemaCheckOptions) {
    this.#options = options;
    this.#migrations = options.migrations ?? SCHEMA_MIGRATIONS;
    const needed = this.#migrations.flatMap(({ grants }) => grants);
    this.#needed = options.isReadOnly === true ? needed.map(({ table }) => ({ table, rights: ['SELECT'] })) : needed;
  }

  /**
   * Asks the database, unless a former call has succeeded.
   *
   * @throws {StoreFailedError} (`STORE_FAILED`) when tables are missing or have another version, with the command to run
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the database does not answer, or the role lacks rights, with the
   *   missing grants
   */
  async verify(): Promise<void> {
    if (this.#isVerified) return;
    await (this.#ongoing ??= this.#verify().finally(() => (this.#ongoing = undefined)));
  }

  async #verify(): Promise<void> {
    const { statements, names } = this.#options;
    const state = readSchemaState(await statements.run(schemaStateStatement(names, this.#needed)), this.#needed);
    this.#assertPrimary(state);
    this.#assertEncoding(state);
    this.#assertVersionsReadable(state);
    this.#assertVersion(readVersions(await statements.run(versionsStatement(names))));
    this.#assertComplete(state);
    this.#assertRights(state);
    this.#isVerified = true;
  }

  /** Asserts that the server accepts writes. A replica may be promoted, or its address may lead to another server later. */
  #assertPrimary({ isReplica }: SchemaState): void {
    if (!isReplica) return;
    const message =
      'it is a replica, which accepts no writes and sends no notifications: use the address of the primary';
    throw new StoreUnavailableError(this.#options.store, message, { isRefusal: true, isTemporary: true });
  }

  #assertEncoding({ encoding }: SchemaState): void {
    if (encoding === 'UTF8') return;
    throw this.#failed(
      `its database has the encoding ${shownText(encoding)}, which cannot hold all text: use a database with UTF8`,
    );
  }

  #assertVersionsReadable(state: SchemaState): void {
    if (!state.exists || state.missingTables.includes(VERSIONS)) {
      throw this.#failed(`its tables do not exist in the schema ${this.#options.names.schema}: ${this.#remedy(1)}`);
    }
    if (!state.mayUse || state.lacking.some(({ table }) => table === VERSIONS)) throw this.#forbidden(state);
  }

  #assertVersion(versions: readonly SchemaVersion[]): void {
    const { schema } = this.#options.names;
    const known = this.#migrations.length;
    const breaking = versions.findLast(({ version, isBreaking }) => isBreaking && version > known);
    if (breaking !== undefined) {
      throw this.#failed(
        `its schema ${schema} has version ${breaking.version}, which this release cannot use: install a later release ` +
          'of nestjs-feature-flags',
      );
    }
    const missing = this.#migrations.find(({ version }) => versions.every((each) => each.version !== version));
    if (missing === undefined) return;
    throw this.#failed(
      `its schema ${schema} has version ${missing.version - 1}, and this release needs version ${known}: ` +
        this.#remedy(missing.version),
    );
  }

  /** Asserts that nothing of the recorded versions was dropped. */
  #assertComplete({ missingTables, mayTrim }: SchemaState): void {
    const tables = missingTables.map((table) => `table "${table}"`);
    const missing = mayTrim === undefined ? [...tables, 'function "trim_log"'] : tables;
    if (missing.length === 0) return;
    const { schema } = this.#options.names;
    throw this.#failed(`its schema ${schema} has no ${missing.join(', no ')}: restore the whole schema from a backup`);
  }

  #assertRights(state: SchemaState): void {
    if (state.lacking.length > 0 || this.#lacksTrim(state)) throw this.#forbidden(state);
  }

  #lacksTrim({ mayTrim }: SchemaState): boolean {
    return this.#options.trims === true && mayTrim === false;
  }

  #forbidden(state: SchemaState): StoreUnavailableError {
    const { names, store } = this.#options;
    const { role, mayUse, lacking } = state;
    const grants = [
      ...(mayUse ? [] : [usageGrant(names, role)]),
      ...lacking.map((grant) => tableGrant(names, grant, role)),
      ...(this.#lacksTrim(state) ? [trimGrant(names, role)] : []),
    ];
    const message = `its role lacks rights. The owner of the schema can grant them: ${grants.join('; ')}`;
    return new StoreUnavailableError(store, message, { isRefusal: true });
  }

  /** @param from the first version that is missing */
  #remedy(from: number): string {
    return `run the SQL that "${sqlCommand(this.#options.names.channel, from)}" prints, or call migratePostgres(pool)`;
  }

  #failed(message: string): StoreFailedError {
    return new StoreFailedError(this.#options.store, message);
  }
}
