import { STATUS_CODES } from 'node:http';
import { HttpException, HttpStatus } from '@nestjs/common';
import { FlagErrorCode } from '../../internal/feature-flags.error.js';
import { statusOption, type FeatureFlagDisabledResponse } from './disabled-response.js';

const NOT_FOUND: number = HttpStatus.NOT_FOUND;

/**
 * A gate is closed. Over HTTP, the response is a 404 unless the module is configured otherwise. Neither the message
 * nor the default response contains the flag's key, because GraphQL and many exception filters send the message.
 */
export class FeatureFlagDisabledError extends HttpException {
  /** The code of this error, `FEATURE_FLAG_DISABLED`. */
  readonly code = FlagErrorCode.FlagDisabled;
  /** Sent by GraphQL together with the message. */
  readonly extensions = { code: FlagErrorCode.FlagDisabled };
  readonly #body: string | object;
  readonly #isDark: boolean;

  /**
   * @param flags the keys of the flags in the requirement of the gate
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the status is not an error status
   */
  constructor(
    readonly flags: readonly string[],
    { status = HttpStatus.NOT_FOUND, body }: FeatureFlagDisabledResponse = {},
  ) {
    super('Not Found', statusOption(status, 'The status of a FeatureFlagDisabledError')); // text, because Nest's GraphQL driver would report an object with a status as an internal error
    this.name = 'FeatureFlagDisabledError';
    this.#isDark = body === undefined && status === NOT_FOUND;
    this.#body = body ?? defaultBody(status);
  }

  /** Whether no response is configured, so that the caller gets the response of a route that does not exist. */
  get isDark(): boolean {
    return this.#isDark;
  }

  /**
   * Returns the body of the HTTP response: the configured body, else that of a route that does not exist, or with a
   * configured status, its text and the code of this error.
   */
  override getResponse(): string | object {
    return this.#body;
  }
}

/** A dark route does not even reveal that there is a gate, so only other statuses are sent with the code. */
function defaultBody(status: number): object {
  if (status === NOT_FOUND) return { message: 'Not Found', statusCode: status };
  return { message: STATUS_CODES[status] ?? 'Disabled', statusCode: status, code: FlagErrorCode.FlagDisabled };
}
