import type { ExecutionContext } from '@nestjs/common';
import { asObject, infoOf, type FlagRequest } from './request-of.js';

/** The object that identifies a request, as a key for caches: Fastify's `request.raw`, or the request itself. */
export function requestKeyOf(request: FlagRequest): object {
  return asObject((request as { readonly raw?: unknown }).raw) ?? request;
}

/**
 * The object that identifies one call of a handler for guards, interceptors and parameters: the request over HTTP, the
 * field's `info` in GraphQL. On sockets and in microservices, parameters have no common object; there it is the list of
 * arguments, which guards and interceptors share.
 */
export function callKeyOf(execution: ExecutionContext, request: FlagRequest): object {
  switch (execution.getType<'graphql' | 'http' | 'rpc' | 'ws'>()) {
    case 'http':
      return requestKeyOf(request);
    case 'graphql':
      return infoOf(execution) ?? execution.getArgs();
    default:
      return execution.getArgs();
  }
}

/**
 * The object that limits how long a context is cached by its `cacheKey`: the HTTP request, a GraphQL operation or
 * event, or a message.
 */
export function scopeKeyOf(execution: ExecutionContext, request: FlagRequest): object {
  if (execution.getType<'graphql' | 'http' | 'rpc' | 'ws'>() !== 'graphql') return callKeyOf(execution, request);
  // Created for each execution of an operation, so also for each event of a subscription; the GraphQL context may last
  // for a whole connection.
  return asObject(infoOf(execution)?.variableValues) ?? callKeyOf(execution, request);
}
