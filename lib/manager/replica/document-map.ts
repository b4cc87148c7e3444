import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../providers/provider.errors.js';
import type { DocumentWrite, StoredDocument } from '../../store/stored-document.js';

/** Reads one untrusted document, which may be one of a large set; throws when it cannot be read. */
export type ParseDocument<D> = (id: string, value: unknown, isOfMany: boolean) => D;

const MANY = 1000;

/** The documents of one kind, read. Immutable, and an object that means the same as before is the same object. */
export class DocumentMap<D> {
  readonly #parse: ParseDocument<D>;

  constructor(
    parse: ParseDocument<D>,
    readonly all: ReadonlyMap<string, D> = new Map(),
    /** Why documents cannot be read, by id; each stays as it last was. */
    readonly problems: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#parse = parse;
  }

  /** All documents anew. What cannot be read stays as it is here. */
  replacedBy(documents: readonly StoredDocument[]): DocumentMap<D> {
    return this.#with(new Map(), new Map(), documents);
  }

  /** With these writes made, one after another; `null` removes. */
  after(writes: readonly DocumentWrite[]): DocumentMap<D> {
    return writes.length === 0 ? this : this.#with(new Map(this.all), new Map(this.problems), writes);
  }

  #with(
    all: Map<string, D>,
    problems: Map<string, string>,
    documents: readonly Pick<StoredDocument, 'id' | 'value'>[],
  ): DocumentMap<D> {
    const areMany = documents.length >= MANY;
    for (const { id, value } of documents) {
      const before = this.all.get(id);
      all.delete(id); // so that what is written last comes last
      problems.delete(id);
      if (value === null) continue;
      try {
        const document = this.#parse(id, value, areMany);
        all.set(id, before !== undefined && isDeepStrictEqual(before, document) ? before : document);
      } catch (error) {
        problems.set(id, messageOf(error));
        if (before !== undefined) all.set(id, before);
      }
    }
    return new DocumentMap(this.#parse, all, problems);
  }
}
