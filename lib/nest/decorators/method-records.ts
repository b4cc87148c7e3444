import 'reflect-metadata';

/** A method as a decorator receives it. */
export interface DeclaredMethod {
  readonly prototype: object;
  readonly name: string | symbol;
}

/**
 * The records that decorators keep of the methods that they replace. A record is kept on the class, where it survives another
 * decorator that replaces the method again, and on the replacement, which may be copied into another class.
 */
export class MethodRecords<T> {
  readonly #key: symbol;

  /** @param what names the records in a debugger */
  constructor(what: string) {
    this.#key = Symbol(what);
  }

  /**
   * Adds a record before those of the decorators below, which have been applied earlier.
   *
   * @param replacement the method after its replacement, if the decorator replaces it
   */
  add({ prototype, name }: DeclaredMethod, record: T, replacement?: object): void {
    Reflect.defineMetadata(this.#key, [record, ...this.#ofClass(prototype, name)], prototype, name);
    if (replacement === undefined) return;
    Reflect.defineMetadata(this.#key, [record, ...this.#ofReplacement(replacement)], replacement);
  }

  /** The records of a method that an object has, from the outermost decorator inwards. */
  of(prototype: object, name: string | symbol): readonly T[] {
    for (const owner of chainOf(prototype)) if (Object.hasOwn(owner, name)) return this.ownOf(owner, name);
    return [];
  }

  /** The records of a method that a class itself declares. */
  ownOf(prototype: object, name: string | symbol): readonly T[] {
    const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    const copied = typeof method === 'function' ? this.#ofReplacement(method) : [];
    return [...new Set([...this.#ofClass(prototype, name), ...copied])];
  }

  #ofClass(prototype: object, name: string | symbol): readonly T[] {
    return this.#listed(Reflect.getOwnMetadata(this.#key, prototype, name));
  }

  #ofReplacement(method: object): readonly T[] {
    return this.#listed(Reflect.getOwnMetadata(this.#key, method));
  }

  #listed(records: unknown): readonly T[] {
    return Array.isArray(records) ? (records as T[]) : [];
  }
}

/** The prototypes of a class, from its own to that of its last base class. */
export function chainOf(prototype: object): object[] {
  const chain: object[] = [];
  for (let each: unknown = prototype; isPrototype(each); each = Object.getPrototypeOf(each)) chain.push(each);
  return chain;
}

function isPrototype(value: unknown): value is object {
  return typeof value === 'object' && value !== null && value !== Object.prototype;
}
