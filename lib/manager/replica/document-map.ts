import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../internal/message-of.js';
import type { DocumentWrite, StoredDocument } from '../../store/stored-document.js';

/** A document that cannot be read; its previous version stays in force. */
export interface UnreadableDocument {
  /** Why it cannot be read. */
  readonly message: string;
  /** The stored value. */
  readonly value: unknown;
}

/** Reads one untrusted document; throws when it cannot be read. */
export type ParseDocument<D> = (id: string, value: unknown) => D;

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** The parsed documents of one kind. A document that is equal to its previous version remains the same object. */
export class DocumentMap<D> {
  readonly #parse: ParseDocument<D>;
  readonly #all: Map<string, D>;
  readonly #unreadable: Map<string, UnreadableDocument>;

  constructor(parse: ParseDocument<D>, all = new Map<string, D>(), unreadable = new Map<string, UnreadableDocument>()) {
    this.#parse = parse;
    this.#all = all;
    this.#unreadable = unreadable;
  }

  /** The valid documents, by id. */
  get all(): ReadonlyMap<string, D> {
    return this.#all;
  }

  /** The unreadable documents, by id. */
  get unreadable(): ReadonlyMap<string, UnreadableDocument> {
    return this.#unreadable;
  }

  /** Creates a map of new documents. If a document cannot be read, its version in this map is kept. */
  replacedBy(documents: readonly StoredDocument[]): DocumentMap<D> {
    return this.#with(new Map(), new Map(), documents, this.#all);
  }

  /**
   * Applies writes in place and in order; the value `null` removes a document. The time does not depend on the number
   * of other documents.
   */
  write(writes: readonly DocumentWrite[]): void {
    this.#with(this.#all, this.#unreadable, writes);
  }

  #with(
    all: Map<string, D>,
    unreadable: Map<string, UnreadableDocument>,
    documents: readonly Pick<StoredDocument, 'id' | 'value'>[],
    replaced: ReadonlyMap<string, D> = NOTHING,
  ): DocumentMap<D> {
    for (const { id, value } of documents) {
      const before = all.get(id) ?? replaced.get(id);
      all.delete(id); // so that the document written last is last in the order
      unreadable.delete(id);
      if (value === null) continue;
      try {
        const document = this.#parse(id, value);
        all.set(id, before !== undefined && isDeepStrictEqual(before, document) ? before : document);
      } catch (error) {
        unreadable.set(id, { message: messageOf(error), value });
        if (before !== undefined) all.set(id, before);
      }
    }
    return new DocumentMap(this.#parse, all, unreadable);
  }
}
