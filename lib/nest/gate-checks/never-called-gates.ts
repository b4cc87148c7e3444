import { hasFlagParameter } from '../gates/flag-references.js';
import { methodsOf, type ClassMethod } from './class-methods.js';
import { gatesOn, type EnhancerKind, type GateEnhancer } from './gate-enhancers.js';
import type { NeverCalledGate } from './gate.errors.js';
import type { GateHost } from './gate-hosts.js';
import { resolverKindOf, type GraphqlModules } from './graphql-modules.js';
import type { HandlerCalls, HandlerCallLookup } from './handler-calls.js';

/** The gates and flag parameters of a class that Nest never calls, on the class and on its methods. */
export function neverCalledOn(host: GateHost, calls: HandlerCallLookup): NeverCalledGate[] {
  const methods = methodsOf(host.type);
  return [...onClass(host, methods, calls), ...methods.flatMap((method) => onMethod(host, method, calls))];
}

/**
 * Global gates that another service can bypass: it requests an entity by its reference, without a query to this
 * application, for which Nest would call global gates.
 */
export function bypassableGlobals(
  globals: readonly GateEnhancer[],
  host: GateHost,
  calls: HandlerCallLookup,
  graphql: GraphqlModules,
): NeverCalledGate[] {
  if (!graphql.areFederated(host.module)) return [];
  const fields = methodsOf(host.type).filter(({ name, method }) =>
    ['field', 'reference'].includes(resolverKindOf(host.type, name, method) ?? ''),
  );
  return fields.flatMap((method) =>
    uncalled(globals, calls.of(host, method)).map(({ name }) => ({
      gate: `the global ${name}`,
      place: placeOf(host, method),
      remedy: remedyOf(calls.of(host, method)),
    })),
  );
}

/**
 * Finds gates of a class that are not called for all its handlers, because a handler without its gate would be open.
 */
function onClass(host: GateHost, methods: readonly ClassMethod[], calls: HandlerCallLookup): NeverCalledGate[] {
  const gates = gatesOn(host.type);
  if (gates.length === 0) return [];
  const handlers = methods.flatMap((method) => {
    const called = calls.of(host, method);
    return called === undefined || method.name === '__resolveType' ? [] : [{ method, called }];
  });
  // A controller without handlers has nothing to protect, and Nest calls none of its other methods.
  if (handlers.length === 0 && host.role !== 'controller') {
    return gates.map(({ name }) => ({ gate: name, place: host.type.name, remedy: calls.notHandler(host).remedy }));
  }
  return gates.flatMap((gate) => {
    const open = handlers.filter(({ called }) => !called[gate.kind]);
    const [first] = open;
    if (first === undefined) return [];
    const names = open.map(({ method }) => method.name).join(', ');
    return [{ gate: gate.name, place: `${host.type.name} (for ${names})`, remedy: first.called.remedy }];
  });
}

function onMethod(host: GateHost, method: ClassMethod, calls: HandlerCallLookup): NeverCalledGate[] {
  const called = calls.of(host, method) ?? calls.notHandler(host);
  const place = placeOf(host, method);
  const found = uncalled(gatesOn(method.method), called).map(({ name }) => ({
    gate: name,
    place,
    remedy: called.remedy,
  }));
  if (hasFlagParameter(host.type.prototype as object, method.name) && !called.parameters) {
    found.push({ gate: 'a flag parameter', place, remedy: called.remedy });
  }
  return found;
}

function uncalled(gates: readonly GateEnhancer[], called: HandlerCalls | undefined): GateEnhancer[] {
  return gates.filter(({ kind }) => called?.[kind satisfies EnhancerKind] === false);
}

function remedyOf(called: HandlerCalls | undefined): string {
  return called?.remedy ?? '';
}

function placeOf({ type }: GateHost, { name }: ClassMethod): string {
  return `${type.name}.${name}`;
}
