import 'reflect-metadata';
import { Inject } from '@nestjs/common';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import type { FlagContext } from '../../engine/flag-context.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import { isClass } from '../../internal/options/kind-of.js';
import { functionOption, option } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { isText } from '../../internal/text.js';
import { isPromise } from '../../internal/is-promise.js';
import { FeatureFlagDisabledError } from '../denials/feature-flag-disabled.error.js';
import { FlagGate } from '../gates/flag-gate.js';
import { addFlagReferences } from '../gates/flag-references.js';
import { flagsOf, type FlagRequirement } from '../gates/flag-requirement.js';
import { readRequirement } from '../gates/read-requirement.js';
import { InvalidGateError } from '../gate-checks/gate.errors.js';
import { addFallbackMethod } from './fallback-method.js';
import { addMethodGate } from './method-gates.js';
import { GateNotInjectedError } from './gate-not-injected.error.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** The options of {@link FeatureFlag}. */
export interface FeatureFlagOptions {
  /**
   * The replacement that runs while the requirement is not met, with the same `this` and arguments: the name of a
   * method of the same class, or a function. @default throws {@link FeatureFlagDisabledError}
   */
  readonly fallback?: string | ((...args: never[]) => unknown) | undefined;
  /**
   * Returns the context to evaluate for, from the arguments of the call. @default the context of the current request
   */
  readonly context?: ((...args: never[]) => FlagContext | undefined) | undefined;
}

const GATE = Symbol('FlagGate');

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

const gatesOfFrozen = new WeakMap<object, unknown>();

/** The property that Nest injects after it has created the object, which may have frozen itself in its constructor. */
const gateProperty: PropertyDescriptor & ThisType<object> = {
  configurable: true,
  get() {
    return gatesOfFrozen.get(this);
  },
  set(value: unknown) {
    if (!Object.isExtensible(this)) gatesOfFrozen.set(this, value);
    else Object.defineProperty(this, GATE, { value, writable: true, configurable: true, enumerable: true });
  },
};

const contextReader = functionOption<NonNullable<FeatureFlagOptions['context']>>();
const requireOptions = new OptionsSchema<Omit<FeatureFlagOptions, 'fallback'>>('@RequireFlag', {
  context: contextReader,
});
const decoratorOptions = new OptionsSchema<FeatureFlagOptions>('@FeatureFlag', {
  fallback: option(
    (value) => isText(value, FlagLimits.nameLength) || (typeof value === 'function' && !isClass(value)),
    'must be the name of a method or a function',
  ),
  context: contextReader,
});

/**
 * Runs a method only while the requirement is met, else its fallback. It works on any method, sync or async, of an
 * injectable or controller, in any order with Nest's own decorators. The requirement is evaluated for each call.
 *
 * @example
 * @FeatureFlag('new_checkout', { fallback: 'legacyCheckout' })
 * checkout(cart: Cart) {}
 *
 * @throws {FeatureFlagDisabledError} (`FEATURE_FLAG_DISABLED`) when the requirement is not met and there is no fallback
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) or {@link InvalidFlagKeyError} when the requirement or an option is
 *   malformed
 */
export function FeatureFlag(gatedBy: FlagRequirement, given: FeatureFlagOptions = {}): MethodDecorator {
  return gateOfMethod('@FeatureFlag', gatedBy, decoratorOptions.read(given));
}

function gateOfMethod(decorator: string, gatedBy: FlagRequirement, options: FeatureFlagOptions): MethodDecorator {
  const requirement = readRequirement(gatedBy, `The requirement of ${decorator}`);
  return (target, name: string | symbol | undefined, descriptor: PropertyDescriptor | undefined) => {
    if (typeof target === 'function' || name === undefined) throw onClass(decorator, target, name);
    const place = `${target.constructor.name}.${String(name)}`;
    const original: unknown = descriptor?.value;
    if (descriptor === undefined || typeof original !== 'function') {
      throw new InvalidGateError(`${decorator} must be on a method; ${place} is a property or an accessor.`);
    }
    if (!Object.hasOwn(target, GATE)) {
      Inject(FlagGate)(target, GATE);
      Object.defineProperty(target, GATE, gateProperty);
    }

    const isAsync = returnsPromise(original, target, name);

    const run: Method = function (this: unknown, ...args) {
      const gate = gateOf(this, place);
      const context = gate.contextOfMethod(options.context?.(...(args as never[])), place, isHandler);
      if (gate.holdsFor(requirement, context, () => place)) return Reflect.apply(original, this, args) as unknown;
      if (options.fallback !== undefined) return fallbackOf(this, options.fallback, place).apply(this, args);
      const error = gate.disabled(requirement);
      if (!isPromise(error)) throw error;
      if (isAsync) return error.then((reason) => Promise.reject(reason));
      error.catch(() => {}); // a synchronous method cannot wait for it, and must not return a promise
      throw new FeatureFlagDisabledError(flagsOf(requirement));
    };
    // An async method always returns a promise, even if its fallback is synchronous or its gate throws.
    const runAsync: Method = async function (this: unknown, ...args) {
      return await Reflect.apply(run, this, args);
    };
    const gated = isAsync ? runAsync : run;
    const isHandler = () => HANDLER_METADATA.some((key) => Reflect.hasOwnMetadata(key, gated));
    descriptor.value = copyIdentity(gated, original);
    addFlagReferences(descriptor.value as object, flagsOf(requirement));
    const denies = options.fallback === undefined;
    if (!denies || options.context === undefined) addMethodGate(descriptor.value as object, { requirement, denies });
    if (typeof options.fallback === 'string') addFallbackMethod(descriptor.value as object, options.fallback);
  };
}

/**
 * Runs a method only while the requirement is met, and throws otherwise; see {@link FeatureFlag}, which has a fallback.
 *
 * @throws {FeatureFlagDisabledError} (`FEATURE_FLAG_DISABLED`) when the requirement is not met
 */
export function RequireFlag(
  requirement: FlagRequirement,
  options: Omit<FeatureFlagOptions, 'fallback'> = {},
): MethodDecorator {
  return gateOfMethod('@RequireFlag', requirement, requireOptions.read(options));
}

function onClass(decorator: string, target: object, name: string | symbol | undefined): InvalidGateError {
  const owner = typeof target === 'function' ? target.name : target.constructor.name;
  return new InvalidGateError(
    name === undefined
      ? `${decorator} is on the class ${owner}, but it gates methods only: put it on each method, or gate the handlers ` +
          "of the class with @UseGuards(FlagGuard('my_flag'))."
      : `${decorator} is on the static method ${owner}.${String(name)}, but Nest injects flags into objects only: ` +
          'make it a method of an injectable.',
  );
}

/** Whether an object has gated methods but no injected gate, because Nest did not create it. */
export function isGateMissing(instance: object): boolean {
  return GATE in instance && !(instance[GATE] instanceof FlagGate);
}

function gateOf(instance: unknown, place: string): FlagGate {
  const gate: unknown = (instance as { readonly [GATE]?: unknown } | undefined)?.[GATE];
  if (gate instanceof FlagGate) return gate;
  throw new GateNotInjectedError(place);
}

function fallbackOf(instance: unknown, fallback: string | ((...args: never[]) => unknown), place: string): Method {
  if (typeof fallback === 'function') return fallback as Method;
  const method: unknown = (instance as Readonly<Record<string, unknown>>)[fallback];
  if (typeof method === 'function') return method as Method;
  throw new InvalidOptionsError(`The fallback "${fallback}" of ${place} is not a method of the same object.`);
}

/** Whether a method is `async` or declared to return a promise. */
function returnsPromise(method: object, target: object, name: string | symbol): boolean {
  return (
    method.constructor.name === 'AsyncFunction' || Reflect.getMetadata('design:returntype', target, name) === Promise
  );
}

/** Copies the name, length, own properties and all metadata of the original to the wrapper. */
function copyIdentity(wrapper: Method, original: object): Method {
  Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original));
  for (const key of Reflect.getOwnMetadataKeys(original)) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, original), wrapper);
  }
  return wrapper;
}
