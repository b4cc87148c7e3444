const PERIOD_MS = 1000;

/** Limits how many lines are logged per second, and counts those that were omitted. */
export class LineRate {
  readonly #limit: number;
  #periodStart = -Infinity;
  #lines = 0;
  #omitted = 0;

  /** @param limit lines per second */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Counts a line.
   *
   * @param now milliseconds since 1970
   * @returns whether it may be logged, and how many lines were omitted before; that number is returned once
   */
  claim(now: number): { readonly isLogged: boolean; readonly omitted: number } {
    let omitted = 0;
    if (Math.abs(now - this.#periodStart) >= PERIOD_MS) {
      omitted = this.#omitted;
      this.#periodStart = now;
      this.#lines = 0;
      this.#omitted = 0;
    }
    const isLogged = this.#lines++ < this.#limit;
    if (!isLogged) this.#omitted++;
    return { isLogged, omitted };
  }
}
