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

/** By position: Nest's `switchToHttp` and its like build three functions each time, which takes as long as all else here. */
function candidateOf(context: ExecutionContext): unknown {
  switch (context.getType<'graphql' | 'http' | 'rpc' | 'ws'>()) {
    case 'graphql': {
      const graphql = context.getArgByIndex<GraphqlContext | undefined>(contextIndexOf(context));
      return asObject(graphql?.req) ?? asObject(graphql?.reply?.request) ?? graphql;
    }
    case 'rpc':
      return context.getArgByIndex(1);
    case 'ws': // the client
    case 'http':
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

/** The fourth argument of a GraphQL resolver. */
export function infoOf(execution: ExecutionContext): { readonly variableValues?: unknown } | undefined {
  return asObject(execution.getArgByIndex(contextIndexOf(execution) + 1));
}

export function asObject(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
