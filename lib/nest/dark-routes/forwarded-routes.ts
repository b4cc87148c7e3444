import { Injectable, type ExecutionContext } from '@nestjs/common';

/** The routes of one application whose requests are passed on if a gate is closed; see `DarkRouteFilter`. */
@Injectable()
export class ForwardedRoutes {
  readonly #types = new WeakMap<object, Set<object>>();

  add(type: object, method: object): void {
    this.#types.set(method, (this.#types.get(method) ?? new Set()).add(type));
  }

  has(context: ExecutionContext): boolean {
    return this.#types.get(context.getHandler())?.has(context.getClass()) === true;
  }
}
