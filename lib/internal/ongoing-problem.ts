export interface OngoingProblemReports {
  /** Logs that the problem began, or that it is another one now. */
  readonly report: (problem: string) => void;
  /** Logs that it is over. @default nothing is logged */
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

  /** @param problem what is wrong now; `undefined` when nothing is */
  update(problem: string | undefined): void {
    if (problem === this.#current) return;
    this.#current = problem;
    if (problem === undefined) this.#reports.resolved?.();
    else this.#reports.report(problem);
  }
}
