import type { Type } from '@nestjs/common';
import type { FlagRequirement } from './flag-requirement.js';

/**
 * The gates that were created for the same requirement, so that `overrideGuard(FlagGuard('beta'))` finds the guard that
 * `@UseGuards(FlagGuard('beta'))` has created. Gates that are no longer used are released.
 */
export class SharedGates<T> {
  readonly #gates = new Map<string, WeakRef<Type<T>>>();
  readonly #released = new FinalizationRegistry<string>((name) => {
    if (this.#gates.get(name)?.deref() === undefined) this.#gates.delete(name);
  });

  /** The gate for a requirement, which is plain data. */
  get(requirement: FlagRequirement, create: () => Type<T>): Type<T> {
    const name = JSON.stringify(requirement);
    const known = this.#gates.get(name)?.deref();
    if (known !== undefined) return known;
    const gate = create();
    this.#gates.set(name, new WeakRef(gate));
    this.#released.register(gate, name);
    return gate;
  }
}
