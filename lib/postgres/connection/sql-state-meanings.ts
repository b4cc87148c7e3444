import { sqlCommand } from '../schema/sql-command.js';

/**
 * The outcome of a statement with an error: the server is `unavailable`, and may have executed the statement; it has
 * changed nothing, for now (`temporary_refusal`) or until somebody changes the configuration (`refusal`); or the store has
 * `failed`, because tables or data must be repaired.
 */
export type SqlStateOutcome = 'unavailable' | 'temporary_refusal' | 'refusal' | 'failed';

export interface SqlStateMeaning {
  readonly outcome: SqlStateOutcome;
  /** The problem, and the remedy. */
  readonly text: string;
}

/** The meanings of errors, by SQLSTATE, or by its first two characters for the rest of a class. */
export type SqlStateMeanings = Readonly<Record<string, SqlStateMeaning>>;

/** @param schema the schema of the store */
export function sqlStateMeanings(schema: string): SqlStateMeanings {
  const command = sqlCommand(schema);
  const noTables: SqlStateMeaning = {
    outcome: 'failed',
    text: `tables of the schema "${schema}" are missing, or older than this release: run the SQL that "${command}" prints`,
  };
  return {
    '08': { outcome: 'unavailable', text: 'the connection has failed' },
    '22021': notUtf8,
    '22P05': notUtf8,
    '23505': {
      outcome: 'failed',
      text:
        `the tables of the schema "${schema}" do not match, because one of them was lost or rolled back: restore all ` +
        'of them from one backup',
    },
    '25006': {
      outcome: 'temporary_refusal',
      text:
        'it is a replica, or "default_transaction_read_only" is on: use the address of the primary, and a role whose ' +
        'transactions may write',
    },
    '28': {
      outcome: 'refusal',
      text: 'the server rejects the user or the password: correct the credentials, or "pg_hba.conf"',
    },
    '3D000': { outcome: 'refusal', text: 'the database does not exist: create it, or correct its name' },
    '3F000': noTables,
    '40001': conflict,
    '40003': { outcome: 'unavailable', text: 'the outcome of the statement is unknown' },
    '40P01': conflict,
    '42501': {
      outcome: 'refusal',
      text: `the role lacks rights in the schema "${schema}": run the grants that "${command} --role ROLE" prints`,
    },
    '42703': noTables,
    '42883': noTables,
    '42P01': noTables,
    '53': { outcome: 'temporary_refusal', text: 'the server is out of resources' },
    '53100': { outcome: 'refusal', text: 'the disk of the server is full: free some space' },
    '53300': {
      outcome: 'temporary_refusal',
      text: 'the server has too many connections: open fewer, or raise "max_connections" or the connection limit of the role',
    },
    '55P03': { outcome: 'temporary_refusal', text: `another session has locked data in the schema "${schema}"` },
    '57': { outcome: 'unavailable', text: 'the server has ended the connection' },
    '57014': {
      outcome: 'temporary_refusal',
      text: 'the server has canceled the statement: raise "statement_timeout", or find out who canceled it',
    },
    '57P03': { outcome: 'unavailable', text: 'the server is starting or stopping' },
    '58': { outcome: 'temporary_refusal', text: 'the operating system of the server reports an error' },
    XX: { outcome: 'unavailable', text: 'the server reports an internal error' },
    XX001: damaged,
    XX002: damaged,
  };
}

/** The meaning of an SQLSTATE; all that are not in the table share one. */
export function meaningOf(meanings: SqlStateMeanings, sqlState: string): SqlStateMeaning {
  return meanings[sqlState] ?? meanings[sqlState.slice(0, 2)] ?? OTHER;
}

const OTHER: SqlStateMeaning = { outcome: 'refusal', text: 'the server rejects the statement' };
const conflict: SqlStateMeaning = {
  outcome: 'temporary_refusal',
  text: 'another transaction made a conflicting change first',
};
const damaged: SqlStateMeaning = {
  outcome: 'failed',
  text: 'the files of the server are damaged: restore the database from a backup',
};
const notUtf8: SqlStateMeaning = {
  outcome: 'failed',
  text: 'the database cannot store all text: use a database with the encoding UTF8',
};
