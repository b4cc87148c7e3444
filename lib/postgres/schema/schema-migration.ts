import type { PostgresNames } from '../postgres-names.js';

/** A right on a table, as in `GRANT`. */
export type TableRight = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | `UPDATE (${string})`;

/** The rights on one table that the role of the application needs. */
export interface TableGrant {
  /** The name of the table in its schema, not quoted. */
  readonly table: string;
  readonly rights: readonly TableRight[];
}

/** The SQL of one version of the schema. After its release, a migration never changes. */
export interface SchemaMigration {
  readonly version: number;
  /** Whether releases that know only earlier versions cannot use the schema any longer. */
  readonly isBreaking: boolean;
  /**
   * Statements without their semicolons, which change nothing when they are run again: a migration tool that resets its
   * database may leave a schema that it does not know. They contain no `?`, which query builders replace.
   */
  readonly statements: (names: PostgresNames) => readonly string[];
  /** The rights on the tables of this version. */
  readonly grants: readonly TableGrant[];
}
