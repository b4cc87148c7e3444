import {
  Inject,
  Injectable,
  mixin,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { isObservable, of, throwError, type Observable } from 'rxjs';
import { isPromise } from '../manager/is-promise.js';
import { FlagGate } from './flag-gate.js';
import { addFlagReferences } from './flag-references.js';
import { flagsOf, type FlagRequirement } from './flag-requirement.js';

export interface FlagInterceptorOptions {
  /**
   * What the route answers when the flag is off: a value, or a function of the call that returns a value, a promise or
   * an Observable. @default the disabled response
   */
  readonly fallback?: unknown;
}

/**
 * An interceptor that runs the route when the requirement holds and answers with the fallback otherwise. An Observable
 * of the route is stopped when the client leaves, as ever; one of the fallback is on routes with `@Sse`, elsewhere Nest
 * waits for its last value.
 *
 * @example @UseInterceptors(FlagInterceptor('live_prices', { fallback: () => cachedPrices }))
 */
export function FlagInterceptor(
  requirement: FlagRequirement,
  options: FlagInterceptorOptions = {},
): Type<NestInterceptor> {
  @Injectable()
  class MixinFlagInterceptor implements NestInterceptor {
    @Inject(FlagGate)
    private readonly gate!: FlagGate;

    intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
      const holds = this.gate.holds(requirement, context);
      if (isPromise(holds)) return holds.then((on) => (on ? next.handle() : this.fallback(context)));
      return holds ? next.handle() : this.fallback(context);
    }

    private fallback(context: ExecutionContext): Observable<unknown> | Promise<Observable<unknown>> {
      const { fallback } = options;
      if (fallback === undefined) return this.closed(context);
      const answer: unknown = typeof fallback === 'function' ? fallback(context) : fallback;
      return isPromise(answer) ? Promise.resolve(answer).then(streamOf) : streamOf(answer);
    }

    private closed(context: ExecutionContext): Observable<never> | Promise<Observable<never>> {
      const error = this.gate.disabled(requirement, context);
      return isPromise(error) ? error.then((reason) => throwError(() => reason)) : throwError(() => error);
    }
  }
  addFlagReferences(MixinFlagInterceptor, flagsOf(requirement));
  return mixin(MixinFlagInterceptor);
}

function streamOf(answer: unknown): Observable<unknown> {
  return isObservable(answer) ? answer : of(answer);
}
