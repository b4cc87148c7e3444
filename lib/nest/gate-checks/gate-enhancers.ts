import { GUARDS_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { flagReferencesOf } from '../gates/flag-references.js';
import { AbstractFlagGuard, FixedFlagGuard, FlagGuard } from '../gates/flag.guard.js';
import { FixedFlagInterceptor, FlagInterceptor } from '../gates/flag.interceptor.js';

export type EnhancerKind = 'guards' | 'interceptors';

/** A guard or interceptor that asks flags, as a decorator or the application's configuration names it. */
export interface GateEnhancer {
  readonly kind: EnhancerKind;
  /** A class, or an instance that the application made. */
  readonly enhancer: object;
  /** As the code writes it, such as `FlagGuard("premium_tier")` or `PremiumGuard`. */
  readonly name: string;
}

/** The guards and interceptors of a class or method, in the order of their calls. */
export function enhancersOn(holder: object, kind: EnhancerKind): readonly object[] {
  const enhancers: unknown = Reflect.getMetadata(kind === 'guards' ? GUARDS_METADATA : INTERCEPTORS_METADATA, holder);
  return Array.isArray(enhancers) ? enhancers.filter(isReference) : [];
}

/** The gates of a class or method, or those that stand by mistake on a property or a parameter (on the prototype). */
export function gatesOn(holder: object): GateEnhancer[] {
  return (['guards', 'interceptors'] as const).flatMap((kind) => gatesAmong(enhancersOn(holder, kind), kind));
}

export function gatesAmong(enhancers: readonly unknown[], kind: EnhancerKind): GateEnhancer[] {
  return enhancers.filter(isReference).flatMap((enhancer) => {
    const type = typeof enhancer === 'function' ? enhancer : (enhancer.constructor as unknown);
    if (typeof type !== 'function' || !isGateClass(type)) return [];
    return [{ kind, enhancer, name: gateName(type) }];
  });
}

/** What is wrong with a gate wherever it stands; `undefined` if nothing is. */
export function faultOf({ enhancer, name }: GateEnhancer): string | undefined {
  if (enhancer === FlagGuard || enhancer === FlagInterceptor) {
    return `${name} must be called: write ${name}('my_flag')`;
  }
  const prototype: unknown = typeof enhancer === 'function' ? enhancer.prototype : enhancer;
  if (isReference(prototype) && isAbstract(prototype)) {
    return `${name} has no requirement: write FlagGuard('my_flag'), or use a class that implements it`;
  }
  if (typeof enhancer === 'function' || (enhancer as { readonly gate?: unknown }).gate !== undefined) return undefined;
  return `${name} was not created by Nest, so it has no flags to ask: name the class instead of an instance`;
}

function isAbstract(prototype: object): boolean {
  const isFixed = prototype instanceof FixedFlagGuard || prototype instanceof FixedFlagInterceptor;
  if (isFixed) return !('required' in prototype) && !overridesRequirement(prototype);
  return prototype === AbstractFlagGuard.prototype || prototype === FixedFlagGuard.prototype;
}

function overridesRequirement(prototype: object): boolean {
  return 'requirement' in prototype && prototype.requirement !== FixedFlagGuard.prototype['requirement'];
}

function isGateClass(type: object): boolean {
  if (type === FlagGuard || type === FlagInterceptor || type === AbstractFlagGuard) return true;
  const prototype: unknown = (type as { readonly prototype?: unknown }).prototype;
  return prototype instanceof AbstractFlagGuard || prototype instanceof FixedFlagInterceptor;
}

function gateName(type: { readonly name: string; readonly prototype?: unknown }): string {
  const prototype = type.prototype;
  if (!isReference(prototype) || !Object.hasOwn(prototype, 'required')) return type.name;
  const factory = prototype instanceof AbstractFlagGuard ? FlagGuard.name : FlagInterceptor.name;
  return `${factory}(${flagReferencesOf(type)
    .map((key) => JSON.stringify(key))
    .join(', ')})`;
}

function isReference(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
