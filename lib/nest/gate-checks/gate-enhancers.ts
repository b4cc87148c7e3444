import { GUARDS_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { gateName } from '../gates/flag-references.js';
import { AbstractFlagGuard, FlagGuard } from '../gates/flag.guard.js';
import { FixedFlagInterceptor, FlagInterceptor } from '../gates/flag.interceptor.js';
import { hasInjectedGate } from '../gates/injected-gate-key.js';
import { UncalledGate } from '../gates/uncalled-gate.js';

export type EnhancerKind = 'guards' | 'interceptors';

/** A guard or interceptor that evaluates flags, as it is given to a decorator or to the application's configuration. */
export interface GateEnhancer {
  readonly kind: EnhancerKind;
  /** A class, or an instance that the application created. */
  readonly enhancer: object;
  /** The name as it is written in code, such as `FlagGuard("premium_tier")` or `PremiumGuard`. */
  readonly name: string;
}

/** The guards or interceptors of a class or method, in the order in which Nest calls them. */
export function enhancersOn(holder: object, kind: EnhancerKind): readonly object[] {
  const enhancers: unknown = Reflect.getMetadata(kind === 'guards' ? GUARDS_METADATA : INTERCEPTORS_METADATA, holder);
  return Array.isArray(enhancers) ? enhancers.filter(isReference) : [];
}

/**
 * The gates of a class or method. On a prototype, these are gates that were put on a property or parameter by mistake.
 */
export function gatesOn(holder: object): GateEnhancer[] {
  return (['guards', 'interceptors'] as const).flatMap((kind) => gatesAmong(enhancersOn(holder, kind), kind));
}

export function gatesAmong(enhancers: readonly unknown[], kind: EnhancerKind): GateEnhancer[] {
  return enhancers.filter(isReference).flatMap((enhancer) => {
    const type = typeof enhancer === 'function' ? enhancer : (enhancer.constructor as unknown);
    if (typeof type !== 'function' || !isGateClass(type)) return [];
    return [{ kind, enhancer, name: gateName(type, factoryOf(type)) }];
  });
}

/** A fault of a gate that does not depend on its place; `undefined` if there is none. */
export function faultOf({ enhancer, name }: GateEnhancer): string | undefined {
  if (enhancer === FlagGuard || enhancer === FlagInterceptor) return new UncalledGate(name).remedy;
  if (enhancer instanceof UncalledGate) return enhancer.remedy;
  const prototype: unknown = typeof enhancer === 'function' ? enhancer.prototype : enhancer;
  if (isGuard(prototype) && !AbstractFlagGuard.hasRequirement(prototype)) {
    return `${name} has no requirement: write FlagGuard('my_flag'), or use a class that overrides "requirement"`;
  }
  if (typeof enhancer === 'function' || hasInjectedGate(enhancer)) return undefined;
  return `${name} was not created by Nest, so no flags were injected: pass the class instead of an instance`;
}

function isGateClass(type: { readonly prototype?: unknown }): boolean {
  if (type === FlagGuard || type === FlagInterceptor || type === UncalledGate) return true;
  return isGuard(type.prototype) || type.prototype instanceof FixedFlagInterceptor;
}

function isGuard(prototype: unknown): prototype is AbstractFlagGuard {
  return prototype instanceof AbstractFlagGuard || prototype === AbstractFlagGuard.prototype;
}

function factoryOf(type: { readonly prototype?: unknown }): string {
  return isGuard(type.prototype) ? FlagGuard.name : FlagInterceptor.name;
}

function isReference(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
