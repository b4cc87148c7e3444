import 'reflect-metadata';

const FALLBACK_METHOD = Symbol('fallback method');

/** Notes the name of the method that stands in for a gated one, so that it is checked at boot. */
export function addFallbackMethod(method: object, name: string): void {
  Reflect.defineMetadata(FALLBACK_METHOD, [...fallbackMethodsOf(method), name], method);
}

export function fallbackMethodsOf(method: object): readonly string[] {
  const names: unknown = Reflect.getOwnMetadata(FALLBACK_METHOD, method);
  return Array.isArray(names) ? (names as string[]) : [];
}
