import { Inject } from '@nestjs/common';
import { FlagGate } from '../gates/flag-gate.js';
import { GateNotInjectedError } from './gate-not-injected.error.js';

const GATE = Symbol('FlagGate');

const gatesOfFrozen = new WeakMap<object, unknown>();

/** The property that Nest injects after it has created the object, which may have frozen itself in its constructor. */
const gateProperty: PropertyDescriptor & ThisType<object> = {
  configurable: true,
  get() {
    return gatesOfFrozen.get(this);
  },
  set(value: unknown) {
    if (!Object.isExtensible(this)) gatesOfFrozen.set(this, value);
    else Object.defineProperty(this, GATE, { value, writable: true, configurable: true, enumerable: true });
  },
};

/** Lets Nest inject the gate of the application into every object that it creates of a class. */
export function injectGate(prototype: object): void {
  if (Object.hasOwn(prototype, GATE)) return;
  Inject(FlagGate)(prototype, GATE);
  Object.defineProperty(prototype, GATE, gateProperty);
}

/**
 * The gate of the application to which an object belongs.
 *
 * @param place the class and method that are called
 * @throws {GateNotInjectedError} (`NOT_RUNNING`) when Nest did not create the object
 */
export function injectedGateOf(instance: unknown, place: string): FlagGate {
  const gate: unknown = (instance as { readonly [GATE]?: unknown } | undefined)?.[GATE];
  if (gate instanceof FlagGate) return gate;
  throw new GateNotInjectedError(place);
}

/** Whether an object has gated methods but no injected gate, because Nest did not create it. */
export function isGateMissing(instance: object): boolean {
  return GATE in instance && !(instance[GATE] instanceof FlagGate);
}
