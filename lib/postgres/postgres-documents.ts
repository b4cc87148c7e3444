import { longTimeout } from '../store/connection/long-call.js';
import type { StoreContent } from '../store/flag-store.js';
import { readDocument } from '../store/read-document.js';
import type { StoredDocument } from '../store/stored-document.js';
import type { PostgresFailures } from './connection/postgres-failures.js';
import type { PostgresStatements } from './connection/postgres-statements.js';
import type { Row } from './connection/statement.js';
import { missingPosition } from './missing-position.js';
import type { PostgresNames } from './postgres-names.js';
import type { ServerClock } from './server-clock.js';
import { documentsStatement } from './statements/documents.statement.js';
import { textOf } from './stored-text.js';

export interface PostgresDocumentsOptions {
  readonly statements: Pick<PostgresStatements, 'run'>;
  readonly names: PostgresNames;
  readonly failures: Pick<PostgresFailures, 'failed'>;
  readonly clock: ServerClock;
  /** The timeout of one statement, in milliseconds. */
  readonly timeout: number;
}

/** The documents of a store, which result from its log. */
export class PostgresDocuments {
  readonly #options: PostgresDocumentsOptions;

  constructor(options: PostgresDocumentsOptions) {
    this.#options = options;
  }

  async read(): Promise<StoreContent> {
    const { statements, names, failures, clock, timeout } = this.#options;
    await clock.now(); // so that a server that hangs is noticed before the longer timeout
    const rows = await statements.run(documentsStatement(names), longTimeout(timeout));
    const head = rows.find(({ version }) => version !== null);
    if (head === undefined) throw failures.failed(missingPosition(names));
    const position = { version: Number(head['version']), id: String(head['id']) };
    return { position, documents: rows.flatMap((row) => documentOfRow(row) ?? []) };
  }
}

/** `undefined` for the row of the position, and for a kind that only another release knows. */
function documentOfRow({ kind, document_id: id, document }: Row): StoredDocument | undefined {
  return typeof kind === 'string' ? readDocument(kind, textOf(id), String(document)) : undefined;
}
