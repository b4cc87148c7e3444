import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import { documentOf, type DocumentChange, type DocumentName, type StoredDocument } from '../stored-document.js';

const PURPOSE = 'nestjs-feature-flags/document/1\n';
const BUCKETS = 256;

/** The hashes of some documents by their names, and the hash of all of them together; empty when there is none. */
interface Bucket {
  readonly hashes: ReadonlyMap<string, string>;
  readonly hash: string;
}

const EMPTY: Bucket = { hashes: new Map(), hash: '' };

/**
 * A hash of a set of documents, whatever their order: of two sets that differ in anything, it differs. A tree of two
 * levels, so that a change costs about 1/256 of the whole. Immutable.
 */
export class StateDigest {
  readonly #buckets: readonly Bucket[];
  #value: string | undefined;

  private constructor(buckets: readonly Bucket[]) {
    this.#buckets = buckets;
  }

  static of(documents: readonly StoredDocument[]): StateDigest {
    return new StateDigest(Array.from({ length: BUCKETS }, () => EMPTY)).#with(documents);
  }

  /** After the changes of these entries. */
  after(entries: readonly DocumentChange[]): StateDigest {
    const writes = entries.map(documentOf).filter((write) => write !== undefined);
    return writes.length === 0 ? this : this.#with(writes, true);
  }

  /** `sha256-…`. */
  get value(): string {
    return (this.#value ??= `sha256-${hash('sha256', this.#buckets.map((bucket) => bucket.hash).join(), 'base64url')}`);
  }

  /** Whether there is not one document. */
  get isEmpty(): boolean {
    return this.#buckets.every(({ hashes }) => hashes.size === 0);
  }

  /** @param removes whether `null` removes a document */
  #with(documents: readonly StoredDocument[], removes = false): StateDigest {
    const changed = new Map<number, Map<string, string>>();
    for (const document of documents) {
      const name = nameOf(document);
      const index = Number.parseInt(hash('sha256', name).slice(0, 2), 16);
      let hashes = changed.get(index);
      if (hashes === undefined) changed.set(index, (hashes = new Map(this.#buckets[index]?.hashes)));
      if (removes && document.value === null) hashes.delete(name);
      else hashes.set(name, hash('sha256', `${PURPOSE}${name}\n${canonicalJson(document.value)}`, 'base64url'));
    }
    const buckets = [...this.#buckets];
    for (const [index, hashes] of changed) buckets[index] = { hashes, hash: bucketHash(hashes) };
    return new StateDigest(buckets);
  }
}

/** Of no documents. */
export const NO_DOCUMENTS = StateDigest.of([]);

function bucketHash(hashes: ReadonlyMap<string, string>): string {
  return hashes.size === 0 ? '' : hash('sha256', [...hashes.values()].toSorted().join(), 'base64url');
}

/** As JSON: an id may hold anything, line breaks included. */
function nameOf({ kind, id }: DocumentName): string {
  return JSON.stringify([kind, id]);
}
