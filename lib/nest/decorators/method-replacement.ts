import 'reflect-metadata';

export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** The kind of result that a method returns, as far as this is known before the call. */
export type MethodKind = 'plain' | 'async' | 'generator' | 'async_generator';

const KINDS = new Map<string, MethodKind>([
  ['AsyncFunction', 'async'],
  ['GeneratorFunction', 'generator'],
  ['AsyncGeneratorFunction', 'async_generator'],
]);

const KIND = Symbol('kind of a method');

/**
 * Determines what a method returns; for a replacement, what the replaced method returns.
 *
 * @param returnType the declared type, if it is known
 */
export function kindOfMethod(method: object, returnType: unknown): MethodKind {
  const known: unknown = Reflect.getOwnMetadata(KIND, method);
  if (known !== undefined) return known as MethodKind;
  return KINDS.get(method.constructor.name) ?? (returnType === Promise ? 'async' : 'plain');
}

/**
 * Makes a replacement that has the name, length, own properties and metadata of a method. In place of an async method,
 * it returns a promise even if it throws, or delegates to a synchronous method.
 */
export function replacementOf(original: object, run: Method, kind: MethodKind): Method {
  const replacement = copyIdentity(kind === 'async' ? alwaysAsync(run) : run, original);
  Reflect.defineMetadata(KIND, kind, replacement);
  return replacement;
}

/** The result of a method that does nothing, such as one that is skipped. */
export function nothingOf(kind: MethodKind): unknown {
  return NOTHING[kind]();
}

const NOTHING = {
  plain: () => undefined,
  async: () => undefined, // of which the replacement makes a promise
  generator: () => [].values(),
  async_generator: () => noItems(),
} satisfies Record<MethodKind, () => unknown>;

async function* noItems(): AsyncGenerator<never, void, undefined> {}

/** Copies the name, length, own properties and all metadata of a method. */
export function copyIdentity(replacement: Method, original: object): Method {
  Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(original));
  for (const key of Reflect.getOwnMetadataKeys(original)) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, original), replacement);
  }
  return replacement;
}

function alwaysAsync(run: Method): Method {
  return async function (this: unknown, ...args) {
    return await Reflect.apply(run, this, args);
  };
}
