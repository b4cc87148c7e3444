import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../providers/provider.errors.js';
import type { DocumentWrite, StoredDocument } from '../../store/stored-document.js';

/** A document that cannot be read: what it was before stays in force. */
export interface UnreadableDocument {
  /** Why. */
  readonly message: string;
  /** As it is stored. */
  readonly value: unknown;
}

/** Reads one untrusted document, which may be one of a large set; throws when it cannot be read. */
export type ParseDocument<D> = (id: string, value: unknown, isOfMany: boolean) => D;

const MANY = 1000;
const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** The documents of one kind, read. Immutable, and an object that means the same as before is the same object. */
export class DocumentMap<D> {
  readonly #parse: ParseDocument<D>;

  constructor(
    parse: ParseDocument<D>,
    readonly all: ReadonlyMap<string, D> = new Map(),
    /** Documents that cannot be read, by id. */
    readonly unreadable: ReadonlyMap<string, UnreadableDocument> = new Map(),
  ) {
    this.#parse = parse;
  }

  /** All documents anew. What cannot be read stays as it is here. */
  replacedBy(documents: readonly StoredDocument[]): DocumentMap<D> {
    return this.#with(new Map(), new Map(), documents, this.all);
  }

  /** With these writes made, one after another; `null` removes. */
  after(writes: readonly DocumentWrite[]): DocumentMap<D> {
    return writes.length === 0 ? this : this.#with(new Map(this.all), new Map(this.unreadable), writes);
  }

  #with(
    all: Map<string, D>,
    unreadable: Map<string, UnreadableDocument>,
    documents: readonly Pick<StoredDocument, 'id' | 'value'>[],
    replaced: ReadonlyMap<string, D> = NOTHING,
  ): DocumentMap<D> {
    const areMany = documents.length >= MANY;
    for (const { id, value } of documents) {
      const before = all.get(id) ?? replaced.get(id);
      all.delete(id); // so that what is written last comes last
      unreadable.delete(id);
      if (value === null) continue;
      try {
        const document = this.#parse(id, value, areMany);
        all.set(id, before !== undefined && isDeepStrictEqual(before, document) ? before : document);
      } catch (error) {
        unreadable.set(id, { message: messageOf(error), value });
        if (before !== undefined) all.set(id, before);
      }
    }
    return new DocumentMap(this.#parse, all, unreadable);
  }
}
