import { HttpException, HttpStatus } from '@nestjs/common';
import { FlagErrorCode } from '../../internal/feature-flags.error.js';
import { statusOption, type FeatureFlagDisabledResponse } from './disabled-response.js';

const NOT_FOUND: number = HttpStatus.NOT_FOUND;

/**
 * A gate is closed. Over HTTP it becomes a 404 unless the module is configured otherwise. Nothing that is sent names the
 * flag, not even the message, because GraphQL and many exception filters send it.
 */
export class FeatureFlagDisabledError extends HttpException {
  readonly code = FlagErrorCode.FlagDisabled;
  /** What GraphQL sends beside the message. */
  readonly extensions = { code: FlagErrorCode.FlagDisabled };
  readonly #body: string | object;
  readonly #isDark: boolean;

  /**
   * @param flags the keys of the flags that gate what was called
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the status is not an error status
   */
  constructor(
    readonly flags: readonly string[],
    { status = HttpStatus.NOT_FOUND, body }: FeatureFlagDisabledResponse = {},
  ) {
    super('Not Found', statusOption(status, 'The status of a FeatureFlagDisabledError')); // given an object with a status, Nest's GraphQL driver would call it an internal error
    this.name = 'FeatureFlagDisabledError';
    this.#isDark = body === undefined && status === NOT_FOUND;
    this.#body = body ?? { message: 'Not Found', statusCode: status };
  }

  /** Whether the module chooses no answer, so that the caller gets that of a route that does not exist. */
  get isDark(): boolean {
    return this.#isDark;
  }

  override getResponse(): string | object {
    return this.#body;
  }
}
