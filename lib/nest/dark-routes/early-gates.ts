import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FlagGate } from '../gates/flag-gate.js';
import type { FlagRequirement } from '../gates/flag-requirement.js';

/** The requirements of the routes of one application that are checked before Nest changes the response. */
export class EarlyGates {
  readonly #requirements = new WeakMap<object, Map<object, readonly FlagRequirement[]>>();

  constructor(private readonly gate: FlagGate) {}

  require(type: object, method: object, requirements: readonly FlagRequirement[]): void {
    const ofMethod = this.#requirements.get(method) ?? new Map<object, readonly FlagRequirement[]>();
    this.#requirements.set(method, ofMethod.set(type, requirements));
  }

  /**
   * Checks the requirements of a route. It runs after all other guards, so the context is fixed from here on.
   *
   * @throws the error of the disabled response, if a gate is closed
   */
  async pass(context: ExecutionContext): Promise<true> {
    for (const requirement of this.#requirements.get(context.getHandler())?.get(context.getClass()) ?? []) {
      if (!(await this.gate.holds(requirement, context, 'interceptor')))
        throw await this.gate.disabled(requirement, context);
    }
    return true;
  }
}

/**
 * The last guard of a route. It checks the requirements of the route's interceptors and method early, because later
 * pipes have validated the body, and Nest has set the status and headers of the route.
 *
 * The metadata of methods, which several applications may share, refers to this class; each application has its own
 * instance. In an application without this module, Nest creates an instance without gates.
 */
@Injectable()
export class EarlyGatesGuard implements CanActivate {
  #gates: EarlyGates | undefined;

  static of(gates: EarlyGates): EarlyGatesGuard {
    const guard = new EarlyGatesGuard();
    guard.#gates = gates;
    return guard;
  }

  canActivate(context: ExecutionContext): true | Promise<true> {
    if (this.#gates === undefined || context.getType() !== 'http') return true;
    return this.#gates.pass(context);
  }
}
