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
  // A method with a context of its own is not gated for the user of the request.
  const ofMethod = methodContexts.of(prototype, name).length > 0 ? [] : methodGates.of(prototype, name);
  const gates = [...interceptors.flatMap(interceptorGate), ...ofMethod];
  const end = gates.findIndex(({ denies }) => !denies);
  return gates.slice(0, end === -1 ? gates.length : end).map(({ requirement }) => requirement);
}

function interceptorGate(enhancer: object): MethodGate[] {
  const prototype: unknown = typeof enhancer === 'function' ? enhancer.prototype : enhancer;
  if (!(prototype instanceof FixedFlagInterceptor)) return [];
  return [FixedFlagInterceptor.gateOf(prototype)];
}
