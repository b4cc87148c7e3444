import { HttpStatus, type ExecutionContext } from '@nestjs/common';
import { DarkRouteError } from '../dark-routes/dark-route.error.js';
import { unknownRouteMessage } from '../dark-routes/unknown-route.js';
import { disabledResponseSchema } from './disabled-response.js';
import type { FeatureFlagDisabledResponse } from './disabled-response.js';
import { FeatureFlagDisabledError } from './feature-flag-disabled.error.js';

/**
 * Decides what a caller gets when a gate is closed. Extend it and pass it as `disabledHandler` to give another answer.
 *
 * @example
 * class ComingSoonHandler extends FlagDisabledHandler {
 *   handle() { return new ServiceUnavailableException('Coming soon'); }
 * }
 */
export abstract class FlagDisabledHandler {
  /**
   * @param flags the keys of the flags that gate what was called
   * @param context of the call; absent when a method other than a route was called
   * @returns the error to throw
   */
  abstract handle(flags: readonly string[], context?: ExecutionContext): Error | Promise<Error>;
}

/** The right error of each transport: HTTP and GraphQL, WebSockets, microservices. */
export class DefaultFlagDisabledHandler extends FlagDisabledHandler {
  readonly #response: FeatureFlagDisabledResponse;
  readonly #isHandedOn: (context: ExecutionContext) => boolean;

  /** @param isHandedOn whether the application answers for a closed route as for one that does not exist */
  constructor(
    response: FeatureFlagDisabledResponse = {},
    isHandedOn: (context: ExecutionContext) => boolean = () => false,
  ) {
    super();
    this.#response = disabledResponseSchema.read(response);
    this.#isHandedOn = isHandedOn;
  }

  handle(flags: readonly string[], context?: ExecutionContext): Error | Promise<Error> {
    switch (context?.getType<'graphql' | 'http' | 'rpc' | 'ws'>()) {
      case 'ws':
        return this.#wsException();
      case 'rpc':
        return this.#rpcException();
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
    return this.#isHandedOn(context)
      ? new DarkRouteError(flags, unknown)
      : new FeatureFlagDisabledError(flags, unknown);
  }

  async #wsException(): Promise<Error> {
    const { WsException } = await import('@nestjs/websockets');
    return new WsException(NOTHING_THERE);
  }

  async #rpcException(): Promise<Error> {
    const { RpcException } = await import('@nestjs/microservices');
    return new RpcException(NOTHING_THERE);
  }
}

const NOT_FOUND: number = HttpStatus.NOT_FOUND;

/** What sockets and microservices get. */
const NOTHING_THERE = { status: 'error', message: 'Not Found' };
