import { HttpStatus, type ExecutionContext } from '@nestjs/common';
import { DarkRouteError } from '../dark-routes/dark-route.error.js';
import { unknownRouteMessage } from '../dark-routes/unknown-route.js';
import { disabledResponseSchema } from './disabled-response.js';
import type { FeatureFlagDisabledResponse } from './disabled-response.js';
import { FeatureFlagDisabledError } from './feature-flag-disabled.error.js';
import { messageException } from './message-exceptions.js';

/**
 * Decides which error a caller gets when a gate is closed. To change the response, extend this class and pass the
 * subclass as `disabledHandler`.
 *
 * @example
 * class ComingSoonHandler extends FlagDisabledHandler {
 *   handle() { return new ServiceUnavailableException('Coming soon'); }
 * }
 */
export abstract class FlagDisabledHandler {
  /**
   * Returns the error to throw for a closed gate.
   *
   * @param flags the keys of the flags in the requirement of the gate
   * @param context the context of the call; absent for a gated method that is called outside handlers, or during an HTTP
   *   request
   */
  abstract handle(flags: readonly string[], context?: ExecutionContext): Error | Promise<Error>;
}

/** Returns the appropriate error for each transport: HTTP, GraphQL, WebSockets and microservices. */
export class DefaultFlagDisabledHandler extends FlagDisabledHandler {
  readonly #response: FeatureFlagDisabledResponse;
  readonly #isForwarded: (context: ExecutionContext) => boolean;

  /** @param isForwarded whether the application responds to a closed route as to one that does not exist */
  constructor(
    response: FeatureFlagDisabledResponse = {},
    isForwarded: (context: ExecutionContext) => boolean = () => false,
  ) {
    super();
    this.#response = disabledResponseSchema.read(response);
    this.#isForwarded = isForwarded;
  }

  handle(flags: readonly string[], context?: ExecutionContext): Error | Promise<Error> {
    switch (context?.getType<'graphql' | 'http' | 'rpc' | 'ws'>()) {
      case 'ws':
        return messageException('ws');
      case 'rpc':
        return messageException('rpc');
      case 'http':
        return this.#ofRoute(flags, context);
      default:
        return new FeatureFlagDisabledError(flags, this.#response);
    }
  }

  #ofRoute(flags: readonly string[], context: ExecutionContext): Error {
    const { body, status = NOT_FOUND } = this.#response;
    if (body !== undefined || status !== NOT_FOUND) return new FeatureFlagDisabledError(flags, this.#response);
    const message = unknownRouteMessage(context.switchToHttp().getRequest());
    const unknown = { body: { message, error: 'Not Found', statusCode: NOT_FOUND } };
    return this.#isForwarded(context)
      ? new DarkRouteError(flags, unknown)
      : new FeatureFlagDisabledError(flags, unknown);
  }
}

const NOT_FOUND: number = HttpStatus.NOT_FOUND;
