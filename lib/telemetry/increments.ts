/** Converts totals that only grow to what was added since they were last read. */
export class Increments {
  readonly #last = new Map<string, number>();

  /** @param name the name of the total */
  of(name: string, total: number): number {
    const increment = total - (this.#last.get(name) ?? 0);
    if (increment > 0) this.#last.set(name, total);
    return Math.max(0, increment);
  }
}
