import { enhancersOn } from '../gate-checks/gate-enhancers.js';
import { FixedFlagInterceptor } from '../gates/flag.interceptor.js';
import { methodGatesOf, type MethodGate } from '../decorators/method-gates.js';
import type { FlagRequirement } from '../gates/flag-requirement.js';

/**
 * The requirements of a route's interceptors and method, from the outermost inwards, up to the first one with a
 * fallback, because the gates inside it are checked only if it is open.
 *
 * @param globals the global interceptors
 */
export function earlyRequirements(globals: readonly object[], type: object, method: object): FlagRequirement[] {
  const interceptors = [...globals, ...enhancersOn(type, 'interceptors'), ...enhancersOn(method, 'interceptors')];
  const gates = [...interceptors.flatMap(interceptorGate), ...methodGatesOf(method)];
  const end = gates.findIndex(({ denies }) => !denies);
  return gates.slice(0, end === -1 ? gates.length : end).map(({ requirement }) => requirement);
}

function interceptorGate(enhancer: object): MethodGate[] {
  const prototype: unknown = typeof enhancer === 'function' ? enhancer.prototype : enhancer;
  if (!(prototype instanceof FixedFlagInterceptor)) return [];
  return [FixedFlagInterceptor.gateOf(prototype)];
}
