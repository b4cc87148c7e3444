import { HttpStatus, type ExecutionContext } from '@nestjs/common';
import { FeatureFlagDisabledError, type FeatureFlagDisabledResponse } from './feature-flag-disabled.error.js';

/**
 * Decides what a caller gets when a gate is closed. Extend it and name it as `disabledHandler` to answer otherwise.
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

  constructor(response: FeatureFlagDisabledResponse = {}) {
    super();
    this.#response = response;
  }

  handle(flags: readonly string[], context?: ExecutionContext): Error | Promise<Error> {
    switch (context?.getType<'graphql' | 'http' | 'rpc' | 'ws'>()) {
      case 'ws':
        return this.#wsException();
      case 'rpc':
        return this.#rpcException();
      default:
        return new FeatureFlagDisabledError(flags, { ...this.#response, body: this.#body(context) });
    }
  }

  /** For HTTP, to the letter what Nest answers for a route that does not exist. */
  #body(context: ExecutionContext | undefined): FeatureFlagDisabledResponse['body'] {
    const { body, status = NOT_FOUND } = this.#response;
    if (body !== undefined || status !== NOT_FOUND || context?.getType() !== 'http') return body;
    const request = context.switchToHttp().getRequest<{ method?: string; originalUrl?: string; url?: string }>();
    const message = `Cannot ${request.method} ${request.originalUrl ?? request.url}`;
    return { message, error: 'Not Found', statusCode: NOT_FOUND };
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
