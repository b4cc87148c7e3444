import { errorCodeOf } from '../../internal/error-code.js';
import { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { messageOf } from '../../internal/message-of.js';
import { shownText } from '../../internal/shown-text.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import { meaningOf, sqlStateMeanings, type SqlStateMeanings, type SqlStateOutcome } from './sql-state-meanings.js';
import { serverErrorOf, type ServerError } from './sql-state.js';
import { UnsentStatementError } from './unsent-statement.error.js';

/** Converts errors of a driver to errors of a store. */
export class PostgresFailures {
  readonly #store: string;
  readonly #meanings: SqlStateMeanings;
  readonly #prefix: string;

  /**
   * @param store the name of the store
   * @param schema the name of its schema
   * @param place what errors begin with, such as `option "listen"`; absent for the connection that runs statements
   */
  constructor(store: string, schema: string, place?: string) {
    this.#store = store;
    this.#meanings = sqlStateMeanings(schema);
    this.#prefix = place === undefined ? '' : `${place}: `;
  }

  of(error: unknown): FeatureFlagsError {
    if (error instanceof FeatureFlagsError) return error;
    if (error instanceof UnsentStatementError) return this.refused(error.message, error, true);
    const answer = serverErrorOf(error);
    return answer === undefined ? this.unavailable(textOf(error), error) : this.#answered(answer, error);
  }

  unavailable(message: string, cause?: unknown): StoreUnavailableError {
    return new StoreUnavailableError(this.#store, this.#prefix + message, { cause });
  }

  /** Returns the error for a statement that the server has not executed. */
  refused(message: string, cause?: unknown, isTemporary = false): StoreUnavailableError {
    return new StoreUnavailableError(this.#store, this.#prefix + message, { cause, isRefusal: true, isTemporary });
  }

  failed(message: string, cause?: unknown): StoreFailedError {
    return new StoreFailedError(this.#store, this.#prefix + message, { cause });
  }

  /** Adds the message of the server alone: that of a library that wraps it may repeat the values of the statement. */
  #answered({ sqlState, error }: ServerError, cause: unknown): FeatureFlagsError {
    const { outcome, text } = meaningOf(this.#meanings, sqlState);
    return this.#outcomes[outcome](`${text} (${sqlState}: ${messageOf(error)})`, cause);
  }

  readonly #outcomes: Record<SqlStateOutcome, (message: string, cause: unknown) => FeatureFlagsError> = {
    unavailable: (message, cause) => this.unavailable(message, cause),
    temporary_refusal: (message, cause) => this.refused(message, cause, true),
    refusal: (message, cause) => this.refused(message, cause),
    failed: (message, cause) => this.failed(message, cause),
  };
}

/**
 * The message of an error, or else its code: an aggregate error, with one error for each address of a host, has no
 * message.
 */
function textOf(error: unknown): string {
  return messageOf(error) || shownText(errorCodeOf(error) ?? 'unknown error');
}
