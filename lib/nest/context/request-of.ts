import type { ExecutionContext } from '@nestjs/common';

/**
 * The input of a `FlagContextResolver`: the framework's request, a GraphQL context, a WebSocket client or an RPC
 * context; for a call of another kind, which a library makes, the list of its arguments. Any object type is assignable,
 * so that a resolver can declare the type that it expects, such as Express's `Request`.
 */
export type FlagRequest = object & {
  /** The authenticated user, as set by authentication. */
  readonly user?: unknown;
  /** The session, as set by a session middleware. */
  readonly session?: unknown;
};

/**
 * The request of an execution context: the HTTP request (also for GraphQL, if its context has `req`), else the GraphQL
 * context, the WebSocket client or the RPC context. `undefined` if there is none.
 *
 * A call of another kind, such as that of a RabbitMQ consumer, has no such object: its first argument may be the
 * message, in which the sender could claim to be any user. The list of arguments takes the place of the request.
 */
export function requestOf(context: ExecutionContext): FlagRequest | undefined {
  return asObject(candidateOf(context));
}

/**
 * Reads arguments by position, because `switchToHttp` and similar methods create three functions per call, which would
 * double the time.
 */
function candidateOf(context: ExecutionContext): unknown {
  switch (context.getType<'graphql' | 'http' | 'rpc' | 'ws'>()) {
    case 'graphql': {
      const graphql = graphqlContextOf(context);
      return asObject(graphql?.req) ?? asObject(graphql?.reply?.request) ?? graphql;
    }
    case 'rpc':
      return context.getArgByIndex(1);
    case 'ws': // the client
    case 'http':
      return context.getArgByIndex(0);
    default:
      return context.getArgs();
  }
}

/** `req` is set by Nest's drivers; Mercurius as a federated service, or for a subscription, sets only `reply`. */
interface GraphqlContext {
  readonly req?: unknown;
  readonly reply?: { readonly request?: unknown };
}

export function graphqlContextOf(context: ExecutionContext): GraphqlContext | undefined {
  return asObject(context.getArgByIndex(contextIndexOf(context)));
}

/**
 * The position of the GraphQL context: resolvers receive (parent, args, context, info), but Apollo calls reference and
 * type resolvers without `args`.
 */
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
