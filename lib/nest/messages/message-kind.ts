import type { GateHost } from '../gate-checks/gate-hosts.js';
import { isGateway } from '../gate-checks/handler-calls.js';

/** A handler for which no middleware runs. */
export type MessageKind =
  | 'message'
  /** An event of a microservice, for which nobody waits. */
  | 'event'
  /** A message over a WebSocket. */
  | 'socket'
  | 'subscription'
  /** A GraphQL query or mutation, which may arrive over a WebSocket if there are subscriptions. */
  | 'operation';

// Metadata keys and values of optional packages, copied because these may not be installed.
const MESSAGE = 'websockets:message_mapping';
const PATTERN = 'microservices:pattern';
const PATTERN_HANDLER = 'microservices:handler_type';
const EVENT = 2;
const RESOLVER_TYPE = 'graphql:resolver_type';

export function messageKindOf({ role, type }: GateHost, method: object): MessageKind | undefined {
  if (role === 'controller') {
    if (!Reflect.hasMetadata(PATTERN, method)) return undefined;
    return Reflect.getMetadata(PATTERN_HANDLER, method) === EVENT ? 'event' : 'message';
  }
  if (role !== 'provider') return undefined;
  if (isGateway(type) && Reflect.hasMetadata(MESSAGE, method)) return 'socket';
  const operation: unknown = Reflect.getMetadata(RESOLVER_TYPE, method);
  if (operation === 'Subscription') return 'subscription';
  return operation === 'Query' || operation === 'Mutation' ? 'operation' : undefined;
}
