import { BoundedReporter } from '../internal/bounded-reporter.js';
import type { FlagLogger } from '../manager/flag-logger.js';
import { topicLogger } from '../manager/topic-logger.js';
import { shownFailure } from '../nest/context/shown-failure.js';

/** Logs why requests were answered with 500, because the answers say nothing about it. */
export class RequestFailures {
  readonly #reporter: BoundedReporter;

  constructor(logger: FlagLogger) {
    this.#reporter = new BoundedReporter(
      (line) => topicLogger(logger, 'ofrep-request-failed').error(line),
      'failures of OFREP requests',
    );
  }

  /** Logs a problem once. */
  report(problem: string): void {
    this.#reporter.report(`An OFREP request was answered with 500: ${problem}.`);
  }

  /** Logs an unexpected error, with its class and place. Its message may contain personal data. */
  reportError(error: unknown): void {
    this.report(`${shownFailure(error)}${placeOf(error)}`);
  }
}

/** The innermost place in the stack of an error. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const place = /\n\s+(at [^\n]{1,300})/.exec(stack)?.[1];
  return place === undefined ? '' : `, ${place}`;
}
