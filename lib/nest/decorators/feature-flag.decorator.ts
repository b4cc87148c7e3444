import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import type { FlagContext } from '../../engine/flag-context.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import { isClass } from '../../internal/options/kind-of.js';
import { choiceOption, functionOption, option } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { isText } from '../../internal/text.js';
import { isPromise } from '../../internal/is-promise.js';
import { FeatureFlagDisabledError } from '../denials/feature-flag-disabled.error.js';
import type { FlagGate } from '../gates/flag-gate.js';
import { flagsOf, type FlagRequirement } from '../gates/flag-requirement.js';
import { readRequirement } from '../gates/read-requirement.js';
import { DecoratedMethod } from './decorated-method.js';
import { injectGate, injectedGateOf } from './injected-gate.js';
import { assertSeesContext } from './method-contexts.js';
import { methodFlags } from './method-flags.js';
import { methodGates } from './method-gates.js';
import { nothingOf, type Method } from './method-replacement.js';
import { namedMethodOf, namedMethods } from './named-methods.js';

/** The options of {@link FeatureFlag}. */
export interface FeatureFlagOptions {
  /**
   * The replacement that runs while the requirement is not met, with the same `this` and arguments: the name of a
   * method of the same class, or a function. @default throws {@link FeatureFlagDisabledError}
   */
  readonly fallback?: string | ((...args: never[]) => unknown) | undefined;
  /**
   * The response to a requirement that is not met, if there is no fallback: `throw` throws {@link
   * FeatureFlagDisabledError}; `skip` does not run the method, which then returns `undefined` (or an empty generator), and logs the first skipped
   * call at debug level. For scheduled methods and event listeners, whose caller would only log the error.
   *
   * @default 'throw'
   */
  readonly onDisabled?: 'throw' | 'skip' | undefined;
  /**
   * Returns the context to evaluate for, from the arguments of the call. @default the context of the current request
   */
  readonly context?: ((...args: never[]) => FlagContext | undefined) | undefined;
}

const ROLE = 'fallback';
const contextReader = functionOption<NonNullable<FeatureFlagOptions['context']>>();
const onDisabled = choiceOption('throw', 'skip');
const requireOptions = new OptionsSchema<Omit<FeatureFlagOptions, 'fallback'>>('@RequireFlag', {
  onDisabled,
  context: contextReader,
});
const decoratorOptions = new OptionsSchema<FeatureFlagOptions>('@FeatureFlag', {
  fallback: option(
    (value) => isText(value, FlagLimits.nameLength) || (typeof value === 'function' && !isClass(value)),
    'must be the name of a method or a function',
  ),
  onDisabled,
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
  const options = decoratorOptions.read(given);
  if (options.fallback !== undefined && options.onDisabled !== undefined) {
    throw new InvalidOptionsError('@FeatureFlag has both "fallback" and "onDisabled": give only one of them.');
  }
  return gateOfMethod('@FeatureFlag', gatedBy, options);
}

function gateOfMethod(decorator: string, gatedBy: FlagRequirement, options: FeatureFlagOptions): MethodDecorator {
  const requirement = readRequirement(gatedBy, `The requirement of ${decorator}`);
  return (target, name: string | symbol | undefined, descriptor: PropertyDescriptor | undefined) => {
    const method = new DecoratedMethod(decorator, target, name, descriptor);
    if (options.context === undefined) assertSeesContext(method, decorator);
    const { place, original, kind, isAsync, isHandler } = method;
    const skips = options.onDisabled === 'skip';
    const run: GatedRun = (instance, args, gate, context) => {
      if (gate.holdsFor(requirement, context, () => place)) return Reflect.apply(original, instance, args);
      if (options.fallback !== undefined) return fallbackOf(instance, options.fallback, place).apply(instance, args);
      if (skips) {
        gate.skipped(requirement, place);
        return nothingOf(kind);
      }
      const error = gate.disabled(requirement);
      if (!isPromise(error)) throw error;
      if (isAsync) return error.then((reason) => Promise.reject(reason));
      error.catch(() => {}); // a synchronous method cannot wait for it, and must not return a promise
      throw new FeatureFlagDisabledError(flagsOf(requirement));
    };
    const gated = method.replaceBy(function (...args) {
      const gate = injectedGateOf(this, place);
      const context = gate.contextOfMethod(options.context?.(...(args as never[])), place, isHandler);
      const waiting = isAsync ? gate.prepareMethod(context) : undefined;
      if (waiting === undefined) return run(this, args, gate, context);
      return runLater(waiting, run, this, args, gate, context);
    });
    injectGate(target, gated);
    for (const key of flagsOf(requirement)) methodFlags.add(method, key, gated);
    const denies = options.fallback === undefined && !skips;
    methodGates.add(method, { requirement, denies, hasContext: options.context !== undefined }, gated);
    if (typeof options.fallback === 'string') namedMethods.add(method, { name: options.fallback, role: ROLE }, gated);
  };
}

/** One call of a gated method; a tuple of arguments, because an object would be allocated for each call. */
type GatedCall = [instance: unknown, args: unknown[], gate: FlagGate, context: FlagContext | undefined];
type GatedRun = (...call: GatedCall) => unknown;

async function runLater(waiting: Promise<unknown>, run: GatedRun, ...call: GatedCall): Promise<unknown> {
  await waiting;
  return await run(...call);
}

/**
 * Runs a method only while the requirement is met, and throws or skips it otherwise; see {@link FeatureFlag}, which has a fallback.
 *
 * @throws {FeatureFlagDisabledError} (`FEATURE_FLAG_DISABLED`) when the requirement is not met
 */
export function RequireFlag(
  requirement: FlagRequirement,
  options: Omit<FeatureFlagOptions, 'fallback'> = {},
): MethodDecorator {
  return gateOfMethod('@RequireFlag', requirement, requireOptions.read(options));
}

function fallbackOf(instance: unknown, fallback: string | ((...args: never[]) => unknown), place: string): Method {
  if (typeof fallback === 'function') return fallback as Method;
  return namedMethodOf(instance, { name: fallback, role: ROLE }, place);
}
