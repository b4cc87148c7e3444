import 'reflect-metadata';
import type { FlagRequirement } from '../gates/flag-requirement.js';

const METHOD_GATES = Symbol('method gates');

/** What `@FeatureFlag` requires of a method for the user of the current request. */
export interface MethodGate {
  readonly requirement: FlagRequirement;
  /** Whether it throws when it is closed, instead of a fallback. */
  readonly denies: boolean;
}

/** Notes a gate that stands around those already noted. */
export function addMethodGate(method: object, gate: MethodGate): void {
  Reflect.defineMetadata(METHOD_GATES, [gate, ...methodGatesOf(method)], method);
}

/** The gates of a method, from the outside in. */
export function methodGatesOf(method: object): readonly MethodGate[] {
  const gates: unknown = Reflect.getOwnMetadata(METHOD_GATES, method);
  return Array.isArray(gates) ? (gates as MethodGate[]) : [];
}
