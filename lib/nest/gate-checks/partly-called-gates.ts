import { methodFlags } from '../decorators/method-flags.js';
import { methodsOf } from './class-methods.js';
import { gatesOn } from './gate-enhancers.js';
import type { GateHost } from './gate-hosts.js';
import { isGateway } from './handler-calls.js';

const PATTERN = 'microservices:pattern';

/**
 * Warnings for gateways whose messages are gated, but whose connections are not: Nest calls `handleConnection` without
 * guards.
 */
export function unguardedConnections({ type, role }: GateHost): string[] {
  if (role !== 'provider' || !isGateway(type)) return [];
  const gates = gatesOn(type).map(({ name }) => name);
  if (gates.length === 0 || !methodsOf(type).some(({ name }) => name === 'handleConnection')) return [];
  if (methodFlags.of(type.prototype as object, 'handleConnection').length > 0) return [];
  return [
    `${gates.join(', ')} on ${type.name} applies to its messages, but Nest calls ${type.name}.handleConnection without it. ` +
      'Send nothing confidential in it, or gate it with @FeatureFlag and a fallback that closes the connection.',
  ];
}

/** Message handlers of controllers without a gate on the class or the method. */
export function ungatedMessages(hosts: readonly GateHost[]): string[] {
  const names = hosts
    .filter(({ role, type }) => role === 'controller' && gatesOn(type).length === 0)
    .flatMap(({ type }) =>
      methodsOf(type)
        .filter(({ method }) => Reflect.hasMetadata(PATTERN, method) && gatesOn(method).length === 0)
        .map(({ name }) => `${type.name}.${name}`),
    );
  return [...new Set(names)];
}
