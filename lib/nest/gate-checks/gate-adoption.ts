import { Injectable, type OnApplicationShutdown, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { isPromise } from '../../internal/is-promise.js';
import { gateOf, hasGateProperty, needsGate, setGate } from '../decorators/injected-gate.js';
import { FlagGate } from '../gates/flag-gate.js';
import { objectsIn } from './contained-objects.js';
import { InvalidGateError } from './gate.errors.js';
import { classOf, hostsOf, wrappersOf, type Wrapper } from './gate-hosts.js';

/** Objects that have received a gate here; an object that Nest has created belongs to its application permanently. */
const adopted = new WeakSet<object>();
const closed = new WeakSet<FlagGate>();

/**
 * Gives the gate of the application to objects with gated methods that Nest has not created, such as those of
 * `useFactory` and `useValue`.
 */
@Injectable()
export class GateAdoption implements OnApplicationShutdown {
  readonly #factories = new WeakSet<object>();
  readonly #needing = new WeakMap<Type, boolean>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly gate: FlagGate,
  ) {}

  /**
   * Adopts the objects that exist, and later those that factories create for a request or for the class that injects
   * them.
   *
   * @throws {InvalidGateError} (`INVALID_GATE`) when an object belongs to another application that is running
   */
  adoptAll(): void {
    for (const { type, instance, role } of hostsOf(this.modules)) {
      // What Nest has created has its gate, unless the methods were copied from another class.
      if (role === 'object' || !hasGateProperty(type)) this.#adopt(instance, type);
    }
    for (const wrapper of [...this.modules.values()].flatMap(wrappersOf)) {
      if (!wrapper.isNotMetatype || wrapper.isAlias) continue;
      for (const created of wrapper.getStaticTransientInstances()) this.#adoptContents(created?.instance);
      if (wrapper.isTransient || !wrapper.isDependencyTreeStatic()) this.#adoptResultsOf(wrapper);
    }
  }

  /** Releases the objects; called by Nest. */
  onApplicationShutdown(): void {
    this.release();
  }

  /** Lets another application adopt the same objects. */
  release(): void {
    closed.add(this.gate);
  }

  /** Replaces the factory of a provider by one that adopts what it creates. */
  #adoptResultsOf(wrapper: Wrapper): void {
    const { metatype: factory } = wrapper;
    if (typeof factory !== 'function' || this.#factories.has(factory)) return;
    const adopting = (...dependencies: unknown[]): unknown => {
      const result: unknown = Reflect.apply(factory, undefined, dependencies);
      return isPromise(result)
        ? result.then((settled: unknown) => this.#adoptContents(settled))
        : this.#adoptContents(result);
    };
    this.#factories.add(adopting);
    wrapper.metatype = adopting;
  }

  /** @returns the provider */
  #adoptContents(provider: unknown): unknown {
    for (const each of objectsIn(provider)) {
      const type = classOf(each);
      if (type !== undefined) this.#adopt(each, type);
    }
    return provider;
  }

  #adopt(instance: unknown, type: Type): void {
    if (typeof instance !== 'object' || instance === null || !this.#needsGate(type)) return;
    const current = gateOf(instance);
    if (current === this.gate || (current !== undefined && !adopted.has(instance))) return;
    if (current !== undefined && !closed.has(current)) {
      throw new InvalidGateError(
        `An object of ${type.name}, which is gated by a flag, is a provider of two running applications, so it would ` +
          'evaluate the flags of one for the other. Create one for each application with "useFactory", or close the ' +
          'other application first.',
      );
    }
    setGate(instance, this.gate);
    adopted.add(instance);
  }

  #needsGate(type: Type): boolean {
    const known = this.#needing.get(type);
    if (known !== undefined) return known;
    const needing = needsGate(type);
    this.#needing.set(type, needing);
    return needing;
  }
}
