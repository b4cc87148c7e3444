import type { AuditEntry } from './audit-entry.js';
import { documentOf, type DocumentName, type StoredDocument } from './stored-document.js';

/** The documents of a store, as its entries make them. */
export class StoredDocuments {
  readonly #all = new Map<string, StoredDocument>();

  constructor(documents: Iterable<StoredDocument> = []) {
    for (const document of documents) this.#all.set(nameOf(document), document);
  }

  get size(): number {
    return this.#all.size;
  }

  /** All of them, frozen, in a list of the reader's own. */
  all(): StoredDocument[] {
    return [...this.#all.values()];
  }

  /** Makes the change of one entry. */
  apply(entry: AuditEntry): void {
    const write = documentOf(entry);
    if (write === undefined) return;
    this.#all.delete(nameOf(write)); // so that what is written last comes last
    if (write.value !== null) this.#all.set(nameOf(write), Object.freeze(write));
  }
}

function nameOf({ kind, id }: DocumentName): string {
  return `${kind}:${id}`;
}
