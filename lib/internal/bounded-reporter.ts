/** The number of different problems that are reported individually. */
export const MAX_KINDS = 100;

/**
 * Reports each of the first 100 different problems once and counts the others, so that a failure on every request neither
 * floods the log nor fills the memory, and no failure is silent.
 */
export class BoundedReporter {
  readonly #tell: (message: string) => void;
  readonly #what: string;
  readonly #told = new Set<string>();
  #others = 0;
  #next = 1;

  /**
   * @param tell writes a line to the log
   * @param what the name of the problems in the line that counts them, such as `failed evaluations`
   */
  constructor(tell: (message: string) => void, what: string) {
    this.#tell = tell;
    this.#what = what;
  }

  /** The number of problems that were counted but not logged, including repeated ones. */
  get others(): number {
    return this.#others;
  }

  /**
   * @param problem the same text each time it is the same problem
   * @param advice returns the end of the line, which is computed only if the problem is logged
   */
  report(problem: string, advice: () => string = () => ''): void {
    if (this.#told.has(problem)) return;
    if (this.#told.size < MAX_KINDS) {
      this.#told.add(problem);
      this.#tell(problem + advice());
      return;
    }
    this.#others++;
    if (this.#others < this.#next) return;
    this.#next *= 10; // a line for 1, 10, 100, … of them, so that there are only a few lines
    this.#tell(
      `${this.#others} more ${this.#what} beyond the first ${MAX_KINDS} different ones; the latest: ${problem}`,
    );
  }
}
