import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FlagGate } from '../flag-gate.js';
import type { FlagRequirement } from '../flag-requirement.js';

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
 * It knows no application, because it stands in the metadata of methods, which applications may share; it finds the
 * gates by the server that the request has come to.
 */
export class EarlyGatesGuard implements CanActivate {
  readonly #ofServer = new WeakMap<object, EarlyGates>();

  serve(server: object, gates: EarlyGates): void {
    this.#ofServer.set(server, gates);
  }

  canActivate(context: ExecutionContext): true | Promise<true> {
    if (context.getType() !== 'http') return true;
    const { app, server } = context.getArgByIndex<{ readonly app?: unknown; readonly server?: unknown }>(0);
    const gates = this.#find(app) ?? this.#find(server);
    return gates === undefined ? true : gates.pass(context);
  }

  #find(server: unknown): EarlyGates | undefined {
    const isReference = (typeof server === 'object' && server !== null) || typeof server === 'function';
    return isReference ? this.#ofServer.get(server) : undefined;
  }
}

export const earlyGatesGuard = new EarlyGatesGuard();
