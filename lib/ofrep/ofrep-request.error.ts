import type { OfrepErrorCode } from './answers/ofrep-answers.js';

/** A request that is rejected, with its answer. It never leaves this module. */
export class OfrepRequestError extends Error {
  readonly status: number;
  readonly errorCode: OfrepErrorCode;

  /** A problem of the application, for its log; `undefined` if there is none. */
  readonly problem: string | undefined;

  /**
   * @param details the answer in words, without anything that the caller does not know
   * @param problem a problem of the application, for its log. @default the request alone is wrong
   */
  constructor(status: number, errorCode: OfrepErrorCode, details: string, problem?: string) {
    super(details);
    this.problem = problem;
    this.status = status;
    this.errorCode = errorCode;
  }
}
