import type { FlagContext } from '../../engine/flag-context.js';
import { assertFlagKey } from '../../engine/flag-key.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import type { FlagKey, FlagVariantOf } from '../../engine/typed-flags.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { functionOption, recordOption, textOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { DecoratedMethod } from './decorated-method.js';
import { injectGate, injectedGateOf } from './injected-gate.js';
import { assertSeesContext } from './method-contexts.js';
import { methodFlags } from './method-flags.js';
import { assertSkipsNoGate } from './method-gates.js';
import { namedMethodOf, namedMethods } from './named-methods.js';
import { variantRoutes } from './variant-route.js';

/** The options of {@link VariantHandler}. */
export interface VariantHandlerOptions {
  /**
   * The name of the method that runs if no variant is served, or one that has no method.
   *
   * @default the decorated method itself
   */
  readonly default?: string | undefined;
  /**
   * Returns the context to evaluate for, from the arguments of the call. @default the context of the current request
   */
  readonly context?: ((...args: never[]) => FlagContext | undefined) | undefined;
}

/** The names of methods by the names of all variants of a flag. */
type VariantMethods<K extends FlagKey> = { readonly [V in FlagVariantOf<K>]: string };

/** Rejects the names of variants that the flag does not have. */
type KnownVariants<K extends FlagKey, M> = { readonly [V in Exclude<keyof M, FlagVariantOf<K>>]: never };

type DefaultOf<O> = O extends { readonly default: infer D extends string } ? D : never;

/** A decorator of methods of classes that have the named methods, with the same parameters and result. */
type VariantHandlerDecorator<M extends PropertyKey> = <F extends (...args: never[]) => unknown>(
  target: { readonly [Name in M]: (...args: Parameters<F>) => ReturnType<F> },
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<F>,
) => void;

const ROLE = 'variant method';
const methodName = textOption(FlagLimits.nameLength);
const readMethods = recordOption(/^[^]+$/, 'method names by variant', methodName);
const handlerOptions = new OptionsSchema<VariantHandlerOptions>('@VariantHandler', {
  default: methodName,
  context: functionOption<NonNullable<VariantHandlerOptions['context']>>(),
});

/**
 * Runs the method that belongs to the variant that is served, in place of the decorated method and with its arguments.
 * Guards, pipes, interceptors and parameter decorators belong on the decorated method, which may be a route, a message
 * handler, a resolver or any other method of an injectable. The flag is evaluated for each call.
 *
 * @example
 * @Get('checkout')
 * @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modernPage' }, { default: 'classicPage' })
 * checkout(@Query('coupon') coupon: string) {}
 *
 * @param methods the names of public methods of the same class, by the names of the flag's variants
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is not valid
 * @throws {InvalidGateError} (`INVALID_GATE`) when the method has `@FeatureFlag` or `@RequireFlag` below this decorator
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a name or an option is invalid
 */
export function VariantHandler<
  K extends FlagKey,
  const M extends VariantMethods<K>,
  const O extends VariantHandlerOptions = VariantHandlerOptions,
>(key: K, methods: M & KnownVariants<K, M>, given?: O): VariantHandlerDecorator<M[keyof M] | DefaultOf<O>>;
export function VariantHandler(
  key: FlagKey,
  methods: VariantMethods<FlagKey>,
  given: VariantHandlerOptions = {},
): VariantHandlerDecorator<string> {
  assertFlagKey(key);
  const byVariant = new Map(Object.entries(readMethods(methods, 'The methods of @VariantHandler')));
  if (byVariant.size === 0) throw new InvalidOptionsError('@VariantHandler needs the method of at least one variant.');
  const { default: otherwise, context } = handlerOptions.read(given);

  return (target: object, name: string | symbol | undefined, descriptor: PropertyDescriptor | undefined) => {
    const method = new DecoratedMethod('@VariantHandler', target, name, descriptor);
    if (context === undefined) assertSeesContext(method, '@VariantHandler');
    assertSkipsNoGate(method, '@VariantHandler');
    const { place, original, isHandler } = method;
    const routed = method.replaceBy(function (...args) {
      const gate = injectedGateOf(this, place);
      const evaluatedFor = gate.contextOfMethod(context?.(...(args as never[])), place, isHandler);
      const variant = gate.flags.getVariant(key, undefined, evaluatedFor);
      const chosen = variant === undefined ? undefined : byVariant.get(variant);
      if (variant !== undefined && chosen === undefined) gate.reportUnhandledVariant(key, variant, place);
      const named = chosen ?? otherwise;
      const run = named === undefined ? original : namedMethodOf(this, { name: named, role: ROLE }, place);
      return Reflect.apply(run, this, args);
    });
    injectGate(target, routed);
    methodFlags.add(method, key, routed);
    variantRoutes.add(method, { key, methods: byVariant }, routed);
    for (const each of new Set([...byVariant.values(), ...(otherwise === undefined ? [] : [otherwise])])) {
      namedMethods.add(method, { name: each, role: ROLE }, routed);
    }
  };
}
