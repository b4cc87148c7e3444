/** Something that is due at a time. */
export interface DueItem<T extends object = object> {
  readonly item: T;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/**
 * Items by the time at which they are due. The next one is at hand, and adding and removing one takes time in proportion to
 * the logarithm of their number: a binary heap, in which removed items stay until they would be next.
 */
export class DueQueue<T extends object> {
  #heap: DueItem<T>[] = [];
  readonly #there = new Map<T, DueItem<T>>();

  /** @param at in milliseconds since 1970; an item that is never due need not be added */
  add(item: T, at: number): void {
    this.delete(item);
    const due = { item, at };
    this.#there.set(item, due);
    this.#heap.push(due);
    this.#up(this.#heap.length - 1);
  }

  delete(item: T): void {
    if (!this.#there.delete(item)) return;
    if (this.#heap.length > 2 * this.#there.size + MIN_REMOVED) this.#rebuild();
    else this.#dropRemoved();
  }

  /** The item that is due next; `undefined` when there is none. */
  get first(): DueItem<T> | undefined {
    return this.#heap[0];
  }

  /** The items that are due at `now`, the earliest first. */
  due(now: number): T[] {
    const found: DueItem<T>[] = [];
    const indexes = [0];
    for (const index of indexes) {
      const each = this.#heap[index];
      if (each === undefined || each.at > now) continue; // neither are those below it
      if (this.#isThere(each)) found.push(each);
      indexes.push(2 * index + 1, 2 * index + 2);
    }
    return found.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
  }

  /** Whether it is not what has become of an item that was removed, and may have been added again. */
  #isThere(due: DueItem<T>): boolean {
    return this.#there.get(due.item) === due;
  }

  #dropRemoved(): void {
    for (let first = this.#heap[0]; first !== undefined && !this.#isThere(first); first = this.#heap[0]) {
      const last = this.#heap.pop();
      if (last === undefined || this.#heap.length === 0) return;
      this.#heap[0] = last;
      this.#down(0);
    }
  }

  #rebuild(): void {
    this.#heap = [...this.#there.values()].toSorted((a, b) => a.at - b.at); // a sorted array is a heap
  }

  #up(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >>> 1;
      if (this.#at(parent) <= this.#at(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  #down(start: number): void {
    for (let index = start; ;) {
      const left = 2 * index + 1;
      const child = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(index) <= this.#at(child)) return;
      this.#swap(index, child);
      index = child;
    }
  }

  #at(index: number): number {
    return this.#heap[index]?.at ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}

/** So many removed items are no reason to rebuild. */
const MIN_REMOVED = 64;
