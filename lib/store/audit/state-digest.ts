import { hash } from 'node:crypto';
import { documentOf, type DocumentChange, type DocumentWrite, type StoredDocument } from '../stored-document.js';
import { canonicalJson } from './canonical-json.js';
import { EMPTY_TREE, type DigestNode, type HashedDocument } from './digest-tree.js';

const PURPOSE = 'nestjs-feature-flags/document/1\n';

/**
 * A hash of a set of documents that does not depend on their order, and differs if any document differs. A change takes the
 * same time however many documents there are. Immutable.
 */
export class StateDigest {
  readonly #tree: DigestNode;
  #value: string | undefined;

  private constructor(tree: DigestNode) {
    this.#tree = tree;
  }

  static of(documents: readonly StoredDocument[]): StateDigest {
    return new StateDigest(documents.length === 0 ? EMPTY_TREE : EMPTY_TREE.with(documents.map(hashed)));
  }

  /** Returns the digest after the changes of these entries. */
  after(entries: readonly DocumentChange[]): StateDigest {
    const writes = entries.map(documentOf).filter((write) => write !== undefined);
    return writes.length === 0 ? this : new StateDigest(this.#tree.with(writes.map(hashedWrite)));
  }

  /** `sha256-…`. */
  get value(): string {
    return (this.#value ??= `sha256-${hash('sha256', this.#tree.hash, 'base64url')}`);
  }

  /** Whether there are no documents. */
  get isEmpty(): boolean {
    return this.#tree.hash === '';
  }
}

/** The digest of no documents. */
export const NO_DOCUMENTS = StateDigest.of([]);

function hashedWrite(write: DocumentWrite): HashedDocument {
  return write.value === null ? { ...placeOf(write), hash: undefined } : hashed(write);
}

function hashed(document: StoredDocument): HashedDocument {
  const { path, name } = placeOf(document);
  return { path, name, hash: hash('sha256', `${PURPOSE}${name}\n${canonicalJson(document.value)}`, 'base64url') };
}

/**
 * The path of a document in the tree, and its name, which is JSON because an id may contain any character, including
 * line breaks.
 */
function placeOf({ kind, id }: Pick<StoredDocument, 'kind' | 'id'>): Pick<HashedDocument, 'path' | 'name'> {
  const name = JSON.stringify([kind, id]);
  return { path: hash('sha256', name), name };
}
