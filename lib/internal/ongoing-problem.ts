export interface OngoingProblemReports {
  /** Logs that the problem has begun or changed. */
  readonly report: (problem: string) => void;
  /** Logs that the problem has ended. @default nothing is logged */
  readonly resolved?: (() => void) | undefined;
}

/**
 * A problem that lasts and is checked repeatedly: it is logged when it starts, when its text changes and when it ends, not
 * at each check. For problems that do not end, see `BoundedReporter`.
 */
export class OngoingProblem {
  readonly #reports: OngoingProblemReports;
  #current: string | undefined;

  constructor(reports: OngoingProblemReports) {
    this.#reports = reports;
  }

  /** The problem that was reported last; `undefined` if there is none. */
  get current(): string | undefined {
    return this.#current;
  }

  /** @param problem the current problem; `undefined` if there is none */
  update(problem: string | undefined): void {
    if (problem === this.#current) return;
    this.#current = problem;
    if (problem === undefined) this.#reports.resolved?.();
    else this.#reports.report(problem);
  }
}
