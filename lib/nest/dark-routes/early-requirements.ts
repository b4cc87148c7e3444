import { enhancersOn } from '../gate-checks/gate-enhancers.js';
import { FixedFlagInterceptor } from '../gates/flag.interceptor.js';
import { methodGatesOf, type MethodGate } from '../decorators/method-gates.js';
import type { FlagRequirement } from '../gates/flag-requirement.js';

/**
 * What a route requires beyond its guards: the requirements of its interceptors and of its method, from the outside in,
 * up to the first one that answers with a fallback, because those within are then asked only when it is open.
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
