import type { ExecutionContext } from '@nestjs/common';
import { asObject, infoOf, type FlagRequest } from './request-of.js';

/**
 * One object for one request, whatever a framework wraps around it, to remember things by: Fastify's `request.raw`, or
 * the request itself.
 */
export function requestKeyOf(request: FlagRequest): object {
  return asObject((request as { readonly raw?: unknown }).raw) ?? request;
}

/**
 * One object for one call of a handler, guards, interceptors and parameters included: the request over HTTP, the field's
 * `info` in GraphQL. On sockets and in microservices there is none that parameters see as well: it is the list of
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

/** One object for all that may share what a `cacheKey` names: the HTTP request, a GraphQL operation or event, a message. */
export function scopeKeyOf(execution: ExecutionContext, request: FlagRequest): object {
  if (execution.getType<'graphql' | 'http' | 'rpc' | 'ws'>() !== 'graphql') return callKeyOf(execution, request);
  // Made for each execution of an operation, so for each event of a subscription: the context may last for a connection.
  return asObject(infoOf(execution)?.variableValues) ?? callKeyOf(execution, request);
}
