import type { ExecutionContext } from '@nestjs/common';

/**
 * What a `FlagContextResolver` reads: the framework's request, a GraphQL context, a WS client or an RPC context. Any
 * object is one, so that a resolver can name the type it expects, such as Express' `Request`.
 */
export type FlagRequest = object & {
  /** The user that authentication put there. */
  readonly user?: unknown;
  readonly session?: unknown;
};

/**
 * The request behind an execution context: the HTTP request (of GraphQL too, where its context has `req`), else the
 * GraphQL context, the WS client or the RPC context. `undefined` when there is none.
 */
export function requestOf(context: ExecutionContext): FlagRequest | undefined {
  return asObject(candidateOf(context));
}

/**
 * One object for one request, whatever a framework wraps around it, to remember things by: Fastify's `request.raw`, or
 * the request itself.
 */
export function requestKeyOf(request: FlagRequest): object {
  return asObject((request as { readonly raw?: unknown }).raw) ?? request;
}

/** By position: Nest's `switchToHttp` and its like build three functions each time, which takes as long as all else here. */
function candidateOf(context: ExecutionContext): unknown {
  switch (context.getType<'graphql' | 'http' | 'rpc' | 'ws'>()) {
    case 'graphql': {
      const graphql = context.getArgByIndex<GraphqlContext | undefined>(contextIndexOf(context));
      return asObject(graphql?.req) ?? asObject(graphql?.reply?.request) ?? graphql;
    }
    case 'rpc':
      return context.getArgByIndex(1);
    default:
      return context.getArgByIndex(0);
  }
}

/** `req` by Nest's drivers; Mercurius as a federated service has the reply alone. */
interface GraphqlContext {
  readonly req?: unknown;
  readonly reply?: { readonly request?: unknown };
}

/** A resolver takes (parent, args, context, info); Apollo calls a reference or type resolver without `args`. */
function contextIndexOf(context: ExecutionContext): number {
  const args: readonly unknown[] = context.getArgs();
  return args.length === 3 || isResolveInfo(args[2]) ? 1 : 2;
}

function isResolveInfo(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'fieldNodes' in value && 'operation' in value;
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

function infoOf(execution: ExecutionContext): { readonly variableValues?: unknown } | undefined {
  return asObject(execution.getArgByIndex(contextIndexOf(execution) + 1));
}

function asObject(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
