import { hash } from 'node:crypto';

/** The hash of one document, with its position in the tree. */
export interface HashedDocument {
  /** The SHA-256 hash of the document's name, in hexadecimal. Its first digits determine the leaf. */
  readonly path: string;
  readonly name: string;
  /** `undefined` if the document was removed. */
  readonly hash: string | undefined;
}

/** A node of the tree. Immutable: a change creates new nodes on the path to its leaf, and shares all others. */
export interface DigestNode {
  /** The hash of the node: empty without documents; with a single document, the hash of that document. */
  readonly hash: string;
  /** Returns this node after changes of the documents below it. */
  with(changes: readonly HashedDocument[]): DigestNode;
}

/**
 * The number of branches above a leaf. With 100,000 documents, 24 in each leaf, a change hashes four short texts: the
 * leaf and one branch on each level.
 */
const LEVELS = 3;
const BRANCHES = 16;

class DigestLeaf implements DigestNode {
  readonly hash: string;
  readonly #hashes: ReadonlyMap<string, string>;

  constructor(hashes: ReadonlyMap<string, string>) {
    this.#hashes = hashes;
    this.hash = hashOfAll([...hashes.values()].toSorted());
  }

  with(changes: readonly HashedDocument[]): DigestNode {
    const hashes = new Map(this.#hashes);
    for (const { name, hash: hashed } of changes) {
      if (hashed === undefined) hashes.delete(name);
      else hashes.set(name, hashed);
    }
    return new DigestLeaf(hashes);
  }
}

class DigestBranch implements DigestNode {
  readonly hash: string;
  readonly #level: number;
  readonly #children: readonly DigestNode[];

  constructor(level: number, children: readonly DigestNode[]) {
    this.#level = level;
    this.#children = children;
    this.hash = hashOfAll(children.map((child) => child.hash).filter((each) => each !== ''));
  }

  with(changes: readonly HashedDocument[]): DigestNode {
    const byChild = new Map<number, HashedDocument[]>();
    for (const change of changes) {
      const digit = Number.parseInt(change.path[this.#level] ?? '0', BRANCHES);
      const ofChild = byChild.get(digit);
      if (ofChild === undefined) byChild.set(digit, [change]);
      else ofChild.push(change);
    }
    const children = [...this.#children];
    for (const [digit, ofChild] of byChild) children[digit] = children[digit]?.with(ofChild) ?? EMPTY_LEAF;
    return new DigestBranch(this.#level, children);
  }
}

const EMPTY_LEAF: DigestNode = new DigestLeaf(new Map());

/** A tree without documents. */
export const EMPTY_TREE: DigestNode = emptyNode(0);

function emptyNode(level: number): DigestNode {
  if (level === LEVELS) return EMPTY_LEAF;
  const child = emptyNode(level + 1);
  return new DigestBranch(
    level,
    Array.from({ length: BRANCHES }, () => child),
  );
}

/**
 * Combines hashes. A single hash is returned unchanged: the hashed text contains the document's name, so no other set
 * has this hash.
 */
function hashOfAll(hashes: readonly string[]): string {
  const [first = '', ...others] = hashes;
  return others.length === 0 ? first : hash('sha256', hashes.join(), 'base64url');
}
