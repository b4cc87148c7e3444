import 'reflect-metadata';
import { InvalidGateError } from '../gate-checks/gate.errors.js';

export type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Metadata keys of Nest's decorators for methods that Nest may call without a request hook; their packages are
 * optional.
 */
const HANDLER_METADATA = [
  'websockets:message_mapping',
  'microservices:pattern',
  'graphql:resolver_type',
  'graphql:resolve_property',
  'graphql:resolve_reference',
];

/** A method that a decorator replaces. Other decorators may be above and below it. */
export class DecoratedMethod {
  /** The prototype that declares the method. */
  readonly prototype: object;
  readonly name: string | symbol;
  /** The class and method, for messages. */
  readonly place: string;
  readonly original: Method;
  /** Whether the method is `async` or declared to return a promise; its replacement then always returns a promise. */
  readonly isAsync: boolean;
  readonly #descriptor: PropertyDescriptor;
  #replacement: Method | undefined;

  /**
   * @param decorator the name of the decorator as it is written in code, such as `@FeatureFlag`
   * @throws {InvalidGateError} (`INVALID_GATE`) unless the decorator is on a method of instances
   */
  constructor(
    decorator: string,
    target: object,
    name: string | symbol | undefined,
    descriptor: PropertyDescriptor | undefined,
  ) {
    if (typeof target === 'function' || name === undefined) throw onClass(decorator, target, name);
    this.place = `${target.constructor.name}.${String(name)}`;
    const original: unknown = descriptor?.value;
    if (descriptor === undefined || !isMethod(original)) {
      throw new InvalidGateError(`${decorator} must be on a method; ${this.place} is a property or an accessor.`);
    }
    this.prototype = target;
    this.name = name;
    this.original = original;
    this.#descriptor = descriptor;
    this.isAsync =
      original.constructor.name === 'AsyncFunction' ||
      Reflect.getMetadata('design:returntype', target, name) === Promise;
  }

  /** Whether Nest calls the method to answer a request or message. */
  readonly isHandler = (): boolean => {
    const replacement = this.#replacement ?? this.original;
    return HANDLER_METADATA.some((key) => Reflect.hasOwnMetadata(key, replacement));
  };

  /**
   * Replaces the method by a wrapper that has its name, length, own properties and metadata.
   *
   * @returns the replacement, on which further metadata can be recorded
   */
  replaceBy(run: Method): Method {
    this.#replacement = copyIdentity(this.isAsync ? alwaysAsync(run) : run, this.original);
    this.#descriptor.value = this.#replacement;
    return this.#replacement;
  }
}

/** Wraps a method so that it returns a promise even if it throws, or delegates to a synchronous method. */
function alwaysAsync(run: Method): Method {
  return async function (this: unknown, ...args) {
    return await Reflect.apply(run, this, args);
  };
}

/** Copies the name, length, own properties and all metadata of the original to the wrapper. */
function copyIdentity(wrapper: Method, original: object): Method {
  Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original));
  for (const key of Reflect.getOwnMetadataKeys(original)) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, original), wrapper);
  }
  return wrapper;
}

function onClass(decorator: string, target: object, name: string | symbol | undefined): InvalidGateError {
  const owner = typeof target === 'function' ? target.name : target.constructor.name;
  return new InvalidGateError(
    name === undefined
      ? `${decorator} is on the class ${owner}, but it applies to methods only: put it on each method. To gate all ` +
          "handlers of the class, use @UseGuards(FlagGuard('my_flag'))."
      : `${decorator} is on the static method ${owner}.${String(name)}, but Nest injects flags into objects only: ` +
          'make it a method of an injectable.',
  );
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}
