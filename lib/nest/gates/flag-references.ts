import 'reflect-metadata';

const FLAG_REFERENCES = Symbol('flag references');

/** Records that a guard or interceptor class depends on flags, so that these are checked at boot. */
export function addFlagReferences(holder: object, keys: readonly string[]): void {
  Reflect.defineMetadata(FLAG_REFERENCES, [...flagReferencesOf(holder), ...keys], holder);
}

/** The recorded keys, including those of the base class. */
export function flagReferencesOf(holder: unknown): readonly string[] {
  if (typeof holder !== 'function' && (typeof holder !== 'object' || holder === null)) return [];
  const keys: unknown = Reflect.getMetadata(FLAG_REFERENCES, holder);
  return Array.isArray(keys) ? (keys as string[]) : [];
}

/**
 * Whether keys were recorded for a class itself: it was created by `FlagGuard` or `FlagInterceptor`, and is not a
 * subclass of such a class.
 */
export function hasOwnFlagReferences(holder: object): boolean {
  return Reflect.hasOwnMetadata(FLAG_REFERENCES, holder);
}

/**
 * The name of a gate class as it is written in code, such as `FlagGuard("premium_tier")` or `PremiumGuard`.
 *
 * @param factory the function that creates such classes
 */
export function gateName(type: { readonly name: string }, factory: string): string {
  if (!hasOwnFlagReferences(type)) return type.name;
  const keys = flagReferencesOf(type).map((key) => JSON.stringify(key));
  return `${factory}(${keys.join(', ')})`;
}

const FLAG_PARAMETER = Symbol('flag parameter');

/** Records that a method has a flag parameter, whether or not it refers to a flag. */
export function markFlagParameter(prototype: object, method: string | symbol): void {
  Reflect.defineMetadata(FLAG_PARAMETER, true, prototype, method);
}

export function hasFlagParameter(prototype: object, method: string | symbol): boolean {
  return Reflect.getMetadata(FLAG_PARAMETER, prototype, method) === true;
}
