/** The property of guards and interceptors for what Nest has injected as their gate. */
export const INJECTED_GATE = Symbol('injected gate');

/** Whether Nest has injected a gate into a guard or interceptor. */
export function hasInjectedGate(enhancer: object): boolean {
  return INJECTED_GATE in enhancer && enhancer[INJECTED_GATE] !== undefined;
}
