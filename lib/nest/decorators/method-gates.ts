import 'reflect-metadata';
import type { FlagRequirement } from '../gates/flag-requirement.js';

const METHOD_GATES = Symbol('method gates');

/** A requirement that `@FeatureFlag` adds to a method, for the user of the current request. */
export interface MethodGate {
  readonly requirement: FlagRequirement;
  /** Whether a closed gate throws, because it has no fallback. */
  readonly denies: boolean;
}

/** Records a gate that wraps the gates recorded before it. */
export function addMethodGate(method: object, gate: MethodGate): void {
  Reflect.defineMetadata(METHOD_GATES, [gate, ...methodGatesOf(method)], method);
}

/** The gates of a method, from the outermost inwards. */
export function methodGatesOf(method: object): readonly MethodGate[] {
  const gates: unknown = Reflect.getOwnMetadata(METHOD_GATES, method);
  return Array.isArray(gates) ? (gates as MethodGate[]) : [];
}
