import 'reflect-metadata';
import { Inject, type Type } from '@nestjs/common';
import { methodsOf } from '../gate-checks/class-methods.js';
import { FlagGate } from '../gates/flag-gate.js';
import { usableGate } from '../gates/usable-gate.js';

/** Nest shows the description if it cannot inject the gate. */
const GATE = Symbol(
  'FlagGate: import FeatureFlagsModule or, in a test, FeatureFlagsTestingModule.forTest({ flags }) from nestjs-feature-flags/testing',
);
const NEEDS_GATE = Symbol('needs a FlagGate');

const gatesOfFrozen = new WeakMap<object, unknown>();

/** The property that Nest injects after it has created the object, which may have frozen itself in its constructor. */
const gateProperty: PropertyDescriptor & ThisType<object> = {
  configurable: true,
  get() {
    return gatesOfFrozen.get(this);
  },
  set(value: unknown) {
    setGate(this, value, true);
  },
};

/**
 * Lets Nest inject the gate of the application into every object that it creates of a class.
 *
 * @param replacement the method that needs it
 */
export function injectGate(prototype: object, replacement: object): void {
  Reflect.defineMetadata(NEEDS_GATE, true, replacement);
  if (Object.hasOwn(prototype, GATE)) return;
  Inject(FlagGate)(prototype, GATE);
  Object.defineProperty(prototype, GATE, gateProperty);
}

/**
 * The gate of the application to which an object belongs.
 *
 * @param place the class and method that are called
 * @throws {GateNotInjectedError} (`NOT_RUNNING`) when the object belongs to no application
 */
export function injectedGateOf(instance: unknown, place: string): FlagGate {
  return usableGate(injectedInto(instance), place);
}

/** Whether objects of a class need a gate. */
export function needsGate(type: Type): boolean {
  return methodsOf(type).some(({ method }) => Reflect.hasOwnMetadata(NEEDS_GATE, method)) || hasGateProperty(type);
}

/** Whether Nest injects the gate into the objects that it creates of a class. */
export function hasGateProperty({ prototype }: Type): boolean {
  return typeof prototype === 'object' && prototype !== null && GATE in prototype;
}

export function gateOf(instance: unknown): FlagGate | undefined {
  const gate = injectedInto(instance);
  return gate instanceof FlagGate ? gate : undefined;
}

function injectedInto(instance: unknown): unknown {
  if (typeof instance !== 'object' || instance === null) return undefined;
  return (GATE in instance ? instance[GATE] : undefined) ?? gatesOfFrozen.get(instance);
}

/** @param enumerable whether the property is copied with the object. @default false */
export function setGate(instance: object, value: unknown, enumerable = false): void {
  const property = { value, writable: true, configurable: true, enumerable };
  if (!Object.isExtensible(instance) || !Reflect.defineProperty(instance, GATE, property)) {
    gatesOfFrozen.set(instance, value); // it is frozen, or a proxy that rejects new properties
  }
}
