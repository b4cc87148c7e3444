/** How many different problems are told one by one. */
export const MAX_KINDS = 100;

/**
 * Tells each problem once, and of how many more there were beyond the first 100 different ones: a failure that comes with
 * every request floods no log and fills no memory, and none is silent.
 */
export class BoundedReporter {
  readonly #tell: (message: string) => void;
  readonly #what: string;
  readonly #told = new Set<string>();
  #others = 0;
  #next = 1;

  /**
   * @param tell writes one line of the log
   * @param what the problems are called in the line that counts those that are not told, such as `failures of extensions`
   */
  constructor(tell: (message: string) => void, what: string) {
    this.#tell = tell;
    this.#what = what;
  }

  /** How many problems were not told, those that came again included. */
  get others(): number {
    return this.#others;
  }

  /** @param problem the same text each time it is the same problem */
  report(problem: string): void {
    if (this.#told.has(problem)) return;
    if (this.#told.size < MAX_KINDS) {
      this.#told.add(problem);
      this.#tell(problem);
      return;
    }
    this.#others++;
    if (this.#others < this.#next) return;
    this.#next *= 10; // a line for 1, 10, 100, … of them: few lines, whatever happens
    this.#tell(
      `${this.#others} more ${this.#what} of other kinds than the first ${MAX_KINDS}; the last one: ${problem}`,
    );
  }
}
