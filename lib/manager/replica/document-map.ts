import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../internal/message-of.js';
import type { DocumentWrite, StoredDocument } from '../../store/stored-document.js';

/** A document that cannot be read: what it was before stays in force. */
export interface UnreadableDocument {
  /** Why. */
  readonly message: string;
  /** As it is stored. */
  readonly value: unknown;
}

/** Reads one untrusted document; throws when it cannot be read. */
export type ParseDocument<D> = (id: string, value: unknown) => D;

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** The documents of one kind, read. An object that means the same as before is the same object. */
export class DocumentMap<D> {
  readonly #parse: ParseDocument<D>;
  readonly #all: Map<string, D>;
  readonly #unreadable: Map<string, UnreadableDocument>;

  constructor(parse: ParseDocument<D>, all = new Map<string, D>(), unreadable = new Map<string, UnreadableDocument>()) {
    this.#parse = parse;
    this.#all = all;
    this.#unreadable = unreadable;
  }

  /** Those that can be read, by id. */
  get all(): ReadonlyMap<string, D> {
    return this.#all;
  }

  /** Those that cannot be read, by id. */
  get unreadable(): ReadonlyMap<string, UnreadableDocument> {
    return this.#unreadable;
  }

  /** All documents anew. What cannot be read stays as it is here. */
  replacedBy(documents: readonly StoredDocument[]): DocumentMap<D> {
    return this.#with(new Map(), new Map(), documents, this.#all);
  }

  /** Makes these writes in place and in order; `null` removes. The time does not depend on the number of other documents. */
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
      all.delete(id); // so that what is written last comes last
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
