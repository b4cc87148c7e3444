import type { AuditEntry } from './audit-entry.js';
import { documentOf, type DocumentName, type StoredDocument } from './stored-document.js';

/** The documents of a store, built from its entries. */
export class StoredDocuments {
  readonly #all = new Map<string, StoredDocument>();

  constructor(documents: Iterable<StoredDocument> = []) {
    for (const document of documents) this.#all.set(nameOf(document), document);
  }

  get size(): number {
    return this.#all.size;
  }

  /** All documents, frozen, in a new array. */
  all(): StoredDocument[] {
    return [...this.#all.values()];
  }

  /** Applies the change of one entry. */
  apply(entry: AuditEntry): void {
    const write = documentOf(entry);
    if (write === undefined) return;
    this.#all.delete(nameOf(write)); // so that the latest document is the last one
    if (write.value !== null) this.#all.set(nameOf(write), Object.freeze(write));
  }
}

function nameOf({ kind, id }: DocumentName): string {
  return `${kind}:${id}`;
}
