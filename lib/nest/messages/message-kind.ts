import type { ClassMethod } from '../gate-checks/class-methods.js';
import type { GateHost } from '../gate-checks/gate-hosts.js';
import { isSubscription, resolverKindOf } from '../gate-checks/graphql-modules.js';
import { isGateway } from '../gate-checks/handler-calls.js';

/** A handler for which no middleware runs. */
export type MessageKind =
  | 'message'
  /** An event of a microservice, for which nobody waits. */
  | 'event'
  /** A message over a WebSocket. */
  | 'socket'
  | 'subscription'
  /** A resolver of a GraphQL query, mutation, field or reference; they may be part of an operation over a WebSocket. */
  | 'operation';

// Metadata keys and values of optional packages, copied because these may not be installed.
const MESSAGE = 'websockets:message_mapping';
const PATTERN = 'microservices:pattern';
const PATTERN_HANDLER = 'microservices:handler_type';
const EVENT = 2;

export function messageKindOf({ role, type }: GateHost, { name, method }: ClassMethod): MessageKind | undefined {
  if (role === 'controller') {
    if (!Reflect.hasMetadata(PATTERN, method)) return undefined;
    return Reflect.getMetadata(PATTERN_HANDLER, method) === EVENT ? 'event' : 'message';
  }
  if (role !== 'provider') return undefined;
  if (isGateway(type) && Reflect.hasMetadata(MESSAGE, method)) return 'socket';
  if (resolverKindOf(type, name, method) === undefined) return undefined;
  return isSubscription(method) ? 'subscription' : 'operation';
}
