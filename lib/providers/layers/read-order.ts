/** Numbers the reads of one source as they begin: one that ends after a later one no longer counts. */
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

  /** To be called when a read has ended. @returns whether it still counts, because none that began later ended before it */
  land(read: number): boolean {
    if (read <= this.#landed) return false;
    this.#landed = read;
    return true;
  }
}
