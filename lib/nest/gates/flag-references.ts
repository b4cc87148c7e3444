import 'reflect-metadata';

const FLAG_REFERENCES = Symbol('flag references');

/** Notes that a class (a guard, an interceptor) or a method depends on flags, so that they are checked at boot. */
export function addFlagReferences(holder: object, keys: readonly string[]): void {
  Reflect.defineMetadata(FLAG_REFERENCES, [...flagReferencesOf(holder), ...keys], holder);
}

/** The keys that were noted, also those of a class that is extended. */
export function flagReferencesOf(holder: unknown): readonly string[] {
  if (typeof holder !== 'function' && (typeof holder !== 'object' || holder === null)) return [];
  const keys: unknown = Reflect.getMetadata(FLAG_REFERENCES, holder);
  return Array.isArray(keys) ? (keys as string[]) : [];
}

/** Whether keys were noted for a class itself: it was made by `FlagGuard` or `FlagInterceptor`, and is not one that extends it. */
export function hasOwnFlagReferences(holder: object): boolean {
  return Reflect.hasOwnMetadata(FLAG_REFERENCES, holder);
}

/** The same for the parameters of a method. */
export function addParameterReference(prototype: object, method: string | symbol, key: string): void {
  Reflect.defineMetadata(FLAG_REFERENCES, [...parameterReferencesOf(prototype, method), key], prototype, method);
}

export function parameterReferencesOf(prototype: object, method: string | symbol): readonly string[] {
  const keys: unknown = Reflect.getMetadata(FLAG_REFERENCES, prototype, method);
  return Array.isArray(keys) ? (keys as string[]) : [];
}

const FLAG_PARAMETER = Symbol('flag parameter');

/** Notes that a parameter of the method is filled by Nest, whether or not it names a flag. */
export function markFlagParameter(prototype: object, method: string | symbol): void {
  Reflect.defineMetadata(FLAG_PARAMETER, true, prototype, method);
}

export function hasFlagParameter(prototype: object, method: string | symbol): boolean {
  return Reflect.getMetadata(FLAG_PARAMETER, prototype, method) === true;
}
