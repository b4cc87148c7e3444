import type { OfrepErrorCode } from './answers/ofrep-answers.js';

/** A request that is rejected, with its answer. It never leaves this module. */
export class OfrepRequestError extends Error {
  readonly status: number;
  readonly errorCode: OfrepErrorCode;

  /** @param details the answer in words, without anything that the caller does not know */
  constructor(status: number, errorCode: OfrepErrorCode, details: string) {
    super(details);
    this.status = status;
    this.errorCode = errorCode;
  }
}
