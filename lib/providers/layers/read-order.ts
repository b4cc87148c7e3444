/** Numbers the reads of one source in the order in which they begin; a read that ends after a later one is outdated. */
export class ReadOrder {
  #begun = 0;
  #ended = 0;

  /** The number of the read that began last, while it is in progress. */
  get inProgress(): number | undefined {
    return this.#ended < this.#begun ? this.#begun : undefined;
  }

  /** @returns the number of this read */
  begin(): number {
    return ++this.#begun;
  }

  /** Call this when a read has ended. @returns whether its result is current, because no later read ended before it */
  end(read: number): boolean {
    if (read <= this.#ended) return false;
    this.#ended = read;
    return true;
  }
}
