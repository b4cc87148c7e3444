/** Counts the reads of one source as they begin: one that ends after a later one has nothing to say any more. */
export class ReadOrder {
  #begun = 0;
  #landed = 0;

  /** The number of the read that began last, as long as it has not ended. */
  get underWay(): number | undefined {
    return this.#landed < this.#begun ? this.#begun : undefined;
  }

  /** @returns the number of this read */
  begin(): number {
    return ++this.#begun;
  }

  /** To be called when a read has ended; whether it still counts: none that began later has ended before it. */
  land(read: number): boolean {
    if (read <= this.#landed) return false;
    this.#landed = read;
    return true;
  }
}
