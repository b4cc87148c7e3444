/** An item with the time at which it is due. */
export interface DueItem<T extends object = object> {
  readonly item: T;
  /** The time at which it is due, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * Items, ordered by the time at which they are due. It is a binary heap: reading the next item takes constant time,
 * adding and removing one takes logarithmic time. Removed items stay in the heap until they would be next.
 */
export class DueQueue<T extends object> {
  #heap: DueItem<T>[] = [];
  readonly #current = new Map<T, DueItem<T>>();

  /** @param at in milliseconds since 1970; an item that is never due need not be added */
  add(item: T, at: number): void {
    this.delete(item);
    const due = { item, at };
    this.#current.set(item, due);
    this.#heap.push(due);
    this.#up(this.#heap.length - 1);
  }

  delete(item: T): void {
    if (!this.#current.delete(item)) return;
    if (this.#heap.length > 2 * this.#current.size + MIN_REMOVED) this.#rebuild();
    else this.#dropRemoved();
  }

  /** The next item; `undefined` if there is none. */
  get first(): DueItem<T> | undefined {
    return this.#heap[0];
  }

  /** The items that are due at `now`, the earliest first. */
  due(now: number): T[] {
    const found: DueItem<T>[] = [];
    const indexes = [0];
    for (const index of indexes) {
      const each = this.#heap[index];
      if (each === undefined || each.at > now) continue; // the items below it are not due either
      if (this.#isCurrent(each)) found.push(each);
      indexes.push(2 * index + 1, 2 * index + 2);
    }
    return found.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
  }

  /** Whether a heap entry is valid, not a leftover of an item that was removed or added again. */
  #isCurrent(due: DueItem<T>): boolean {
    return this.#current.get(due.item) === due;
  }

  #dropRemoved(): void {
    for (let first = this.#heap[0]; first !== undefined && !this.#isCurrent(first); first = this.#heap[0]) {
      const last = this.#heap.pop();
      if (last === undefined || this.#heap.length === 0) return;
      this.#heap[0] = last;
      this.#down(0);
    }
  }

  #rebuild(): void {
    this.#heap = [...this.#current.values()].toSorted((a, b) => a.at - b.at); // a sorted array is a heap
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

/** The heap is not rebuilt for fewer removed items than this. */
const MIN_REMOVED = 64;
