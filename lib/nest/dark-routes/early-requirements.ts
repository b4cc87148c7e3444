import type { Type } from '@nestjs/common';
import type { ClassMethod } from '../gate-checks/class-methods.js';
import { enhancersOn } from '../gate-checks/gate-enhancers.js';
import { FixedFlagInterceptor } from '../gates/flag.interceptor.js';
import { methodContexts } from '../decorators/method-contexts.js';
import { methodGates, type MethodGate } from '../decorators/method-gates.js';
import type { FlagRequirement } from '../gates/flag-requirement.js';

interface Route extends ClassMethod {
  readonly type: Type;
}

/**
 * The requirements of a route's interceptors and method, from the outermost inwards, up to the first one with a
 * fallback, because the gates inside it are checked only if it is open.
 *
 * @param globals the global interceptors
 * @param route the class of a controller, and one of its methods
 * @param replaced the enhancers that a test has replaced
 */
export function earlyRequirements(
  globals: readonly object[],
  { type, name, method }: Route,
  replaced: ReadonlySet<unknown>,
): FlagRequirement[] {
  const own = [...enhancersOn(type, 'interceptors'), ...enhancersOn(method, 'interceptors')];
  const interceptors = [...globals, ...own.filter((interceptor) => !replaced.has(interceptor))];
  const prototype = type.prototype as object;
  const gates = [...interceptors.flatMap(interceptorGate), ...gatesForRequest(prototype, name)];
  const end = gates.findIndex(({ denies }) => !denies);
  return gates.slice(0, end === -1 ? gates.length : end).map(({ requirement }) => requirement);
}

/** The gates of a method, without those that deny a call but are evaluated for another context than the request's. */
function gatesForRequest(prototype: object, name: string): readonly MethodGate[] {
  if (methodContexts.of(prototype, name).length > 0) return [];
  return methodGates.of(prototype, name).filter(({ denies, hasContext }) => !denies || !hasContext);
}

function interceptorGate(enhancer: object): MethodGate[] {
  const prototype: unknown = typeof enhancer === 'function' ? enhancer.prototype : enhancer;
  if (!(prototype instanceof FixedFlagInterceptor)) return [];
  return [FixedFlagInterceptor.gateOf(prototype)];
}
