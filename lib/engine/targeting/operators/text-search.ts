/**
 * Tests whether a text contains one of many texts, in time proportional to its length, regardless of how many there are
 * and how repetitive they are. `String.prototype.includes` takes 10 ms to search 10,000 times "a" for "b" followed by
 * 999 times "a". Source: Aho and Corasick, "Efficient string matching" (CACM 18, 1975).
 *
 * @param wanted none is empty
 */
export function textSearch(wanted: readonly string[]): (text: string) => boolean {
  const root = trieOf(wanted);
  return (text) => {
    let node = root;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let next = node.after(unit);
      while (next === undefined && node.fallback !== undefined) {
        node = node.fallback;
        next = node.after(unit);
      }
      node = next ?? root;
      if (node.isFound) return true;
    }
    return false;
  };
}

/** A node of the trie, with the nodes for each next code unit. Most nodes have one successor, which needs no map. */
class TrieNode {
  /** The node of the longest proper suffix of this node's text that is also in the trie; the root has none. */
  fallback: TrieNode | undefined;
  /** Whether one of the texts ends at this node or at one of its fallbacks. */
  isFound = false;
  #unit = -1;
  #only: TrieNode | undefined;
  #several: Map<number, TrieNode> | undefined;

  /** @param unit a UTF-16 code unit */
  after(unit: number): TrieNode | undefined {
    return unit === this.#unit ? this.#only : this.#several?.get(unit);
  }

  ensureAfter(unit: number): TrieNode {
    const known = this.after(unit);
    if (known !== undefined) return known;
    const node = new TrieNode();
    if (this.#only === undefined) {
      this.#unit = unit;
      this.#only = node;
    } else {
      (this.#several ??= new Map()).set(unit, node);
    }
    return node;
  }

  *successors(): Iterable<[number, TrieNode]> {
    if (this.#only !== undefined) yield [this.#unit, this.#only];
    if (this.#several !== undefined) yield* this.#several;
  }
}

function trieOf(wanted: readonly string[]): TrieNode {
  const root = new TrieNode();
  for (const text of wanted) {
    let node = root;
    for (let i = 0; i < text.length && !node.isFound; i++) node = node.ensureAfter(text.charCodeAt(i));
    node.isFound = true;
  }
  linkFallbacks(root);
  return root;
}

/** Links fallbacks level by level, because the fallback of a node is on a higher level. */
function linkFallbacks(root: TrieNode): void {
  const queue = [root];
  for (const parent of queue) {
    for (const [unit, node] of parent.successors()) {
      let fallback = parent.fallback;
      while (fallback !== undefined && fallback.after(unit) === undefined) fallback = fallback.fallback;
      node.fallback = fallback?.after(unit) ?? root;
      node.isFound ||= node.fallback.isFound;
      queue.push(node);
    }
  }
}
