import 'reflect-metadata';
import { InvalidGateError } from '../gate-checks/gate.errors.js';
import { bodyOf, enclosed, isEnclosed, replaceEnclosed } from './enclosed-method.js';
import { kindOfMethod, replacementOf, type Method, type MethodKind } from './method-replacement.js';

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
  /** The method to replace, without what encloses it. */
  readonly original: Method;
  readonly kind: MethodKind;
  /** Whether the method is enclosed, and stays so when it is replaced. */
  readonly isEnclosed: boolean;
  readonly #declared: Method;
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
    this.original = bodyOf(original);
    this.kind = kindOfMethod(this.original, Reflect.getMetadata('design:returntype', target, name));
    this.isEnclosed = isEnclosed(original);
    this.#declared = original;
    this.#descriptor = descriptor;
  }

  /** Whether the method is `async` or declared to return a promise; its replacement then always returns a promise. */
  get isAsync(): boolean {
    return this.kind === 'async';
  }

  /** Whether Nest calls the method to answer a request or message. */
  readonly isHandler = (): boolean => {
    const replacement = this.#replacement ?? this.#declared;
    return HANDLER_METADATA.some((key) => Reflect.hasOwnMetadata(key, replacement));
  };

  /**
   * Replaces the method by a wrapper that has its name, length, own properties and metadata.
   *
   * @returns the replacement, on which further metadata can be recorded
   */
  replaceBy(run: Method): Method {
    return this.#put(replaceEnclosed(this.#declared, replacementOf(this.original, run, this.kind)));
  }

  /**
   * Encloses the method in a wrapper that stays outside the replacements of decorators above it.
   *
   * @param enclose returns the wrapper of a method
   */
  encloseBy(enclose: (body: Method) => Method): Method {
    return this.#put(enclosed(this.original, (body) => replacementOf(body, enclose(body), this.kind)));
  }

  #put(replacement: Method): Method {
    this.#replacement = replacement;
    this.#descriptor.value = replacement;
    return replacement;
  }
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
