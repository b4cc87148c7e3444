import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FlagGate } from '../gates/flag-gate.js';
import type { FlagRequirement } from '../gates/flag-requirement.js';

/** What one application requires before Nest touches the response of a route. */
export class EarlyGates {
  readonly #requirements = new WeakMap<object, Map<object, readonly FlagRequirement[]>>();

  constructor(private readonly gate: FlagGate) {}

  require(type: object, method: object, requirements: readonly FlagRequirement[]): void {
    const ofMethod = this.#requirements.get(method) ?? new Map<object, readonly FlagRequirement[]>();
    this.#requirements.set(method, ofMethod.set(type, requirements));
  }

  /**
   * Asked after all other guards, so that the context is fixed from here on.
   *
   * @throws what the module answers with when a gate is closed
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
 * Asks, as the last guard of a route, what its interceptors and its method would ask later: by then pipes have judged
 * the body, and Nest has set the status and the headers of the route.
 *
 * The metadata of a method, which applications may share, names the class; each application has an instance of its own.
 * In one without this module, Nest makes an instance without gates.
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
