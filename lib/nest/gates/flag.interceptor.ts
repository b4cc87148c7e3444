import {
  Inject,
  Injectable,
  mixin,
  Optional,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { isObservable, of, throwError, type Observable } from 'rxjs';
import { checkedElsewhere } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { isPromise } from '../../internal/is-promise.js';
import type { MethodGate } from '../decorators/method-gates.js';
import { FlagGate } from './flag-gate.js';
import { addFlagReferences, gateName } from './flag-references.js';
import { flagsOf, type FlagRequirement } from './flag-requirement.js';
import { readRequirement } from './read-requirement.js';
import { INJECTED_GATE } from './injected-gate-key.js';
import { SharedGates } from './shared-gates.js';
import { UncalledGate } from './uncalled-gate.js';
import { usableGate } from './usable-gate.js';

/** The options of {@link FlagInterceptor}. */
export interface FlagInterceptorOptions {
  /**
   * The response while the requirement is not met: a value, or a function of the ExecutionContext that returns a value,
   * a promise or an Observable. @default the disabled response
   */
  readonly fallback?: unknown;
}

/** An interceptor with the same requirement for all calls, as created by {@link FlagInterceptor}. */
@Injectable()
export abstract class FixedFlagInterceptor implements NestInterceptor, OnModuleInit {
  @Optional()
  @Inject(FlagGate)
  [INJECTED_GATE]?: unknown;

  declare protected readonly required: FlagRequirement;
  declare protected readonly options: FlagInterceptorOptions;

  /** The gate of an interceptor class. */
  static gateOf(prototype: FixedFlagInterceptor): MethodGate {
    const isOverridden = prototype.intercept !== FixedFlagInterceptor.prototype.intercept;
    const denies = !isOverridden && prototype.options.fallback === undefined;
    return { requirement: prototype.required, denies, hasContext: false };
  }

  protected get gate(): FlagGate {
    const injected = this[INJECTED_GATE];
    if (injected instanceof FlagGate) return injected; // without the name, which takes time
    return usableGate(injected, gateName(this.constructor, FlagInterceptor.name));
  }
  protected set gate(injected: FlagGate) {
    this[INJECTED_GATE] = injected;
  }

  /** Fails the start of an application without flags; called by Nest. */
  onModuleInit(): void {
    void this.gate;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const holds = this.gate.holds(this.required, context, 'interceptor');
    if (isPromise(holds)) return holds.then((on) => (on ? next.handle() : this.fallback(context)));
    return holds ? next.handle() : this.fallback(context);
  }

  private fallback(context: ExecutionContext): Observable<unknown> | Promise<Observable<unknown>> {
    const { fallback } = this.options;
    if (fallback === undefined) return this.closed(context);
    const answer: unknown = typeof fallback === 'function' ? fallback(context) : fallback;
    return isPromise(answer) ? Promise.resolve(answer).then(streamOf) : streamOf(answer);
  }

  private closed(context: ExecutionContext): Observable<never> | Promise<Observable<never>> {
    const error = this.gate.disabled(this.required, context);
    return isPromise(error) ? error.then((reason) => throwError(() => reason)) : throwError(() => error);
  }
}

const interceptorOptions = new OptionsSchema<FlagInterceptorOptions>('FlagInterceptor', { fallback: checkedElsewhere });

/**
 * Creates an interceptor that runs the route if the requirement is met, and responds with the fallback otherwise. As
 * usual, an Observable of the route is unsubscribed when the client disconnects; an Observable of the fallback is
 * unsubscribed on `@Sse` routes only, elsewhere Nest waits for its last value.
 *
 * Without a fallback, the requirement of a route is checked after all guards and before any interceptor, so that no
 * part of the route's response is sent; see `EarlyGates`.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) or {@link InvalidFlagKeyError} when the requirement or an option is
 *   malformed
 * @example @UseInterceptors(FlagInterceptor('live_prices', { fallback: () => cachedPrices }))
 */
export function FlagInterceptor(gatedBy: FlagRequirement, given: FlagInterceptorOptions = {}): Type<NestInterceptor> {
  if (new.target !== undefined) return new UncalledGate(FlagInterceptor.name) as never; // to Nest, this is a constructor

  const requirement = readRequirement(gatedBy, 'The requirement of FlagInterceptor');
  const options = interceptorOptions.read(given);
  if (options.fallback !== undefined) return interceptorFor(requirement, options);
  return interceptors.get(requirement, () => interceptorFor(requirement, options));
}

const interceptors = new SharedGates<NestInterceptor>();

function interceptorFor(requirement: FlagRequirement, options: FlagInterceptorOptions): Type<NestInterceptor> {
  @Injectable()
  class MixinFlagInterceptor extends FixedFlagInterceptor {}
  Object.defineProperties(MixinFlagInterceptor.prototype, {
    required: { value: requirement },
    options: { value: options },
  });
  addFlagReferences(MixinFlagInterceptor, flagsOf(requirement));
  return mixin(MixinFlagInterceptor);
}

function streamOf(answer: unknown): Observable<unknown> {
  return isObservable(answer) ? answer : of(answer);
}
