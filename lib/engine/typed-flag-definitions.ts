import type { FlagDefinition, FlagDefinitions, VariantFlag } from './flag.js';
import type { FlagKey, FlagTypeOf, FlagTypes, VariantsOfType } from './typed-flags.js';

/**
 * Definitions by key, as declared in code. Once {@link FlagTypes} is augmented, only its flags are accepted, each with
 * the variants and values of its type.
 */
export type TypedFlagDefinitions = [keyof FlagTypes] extends [never]
  ? FlagDefinitions
  : { readonly [K in FlagKey]?: DefinitionOfType<FlagTypeOf<K>> };

/** A `boolean` flag has no variants; any other type is served by variants or by a custom strategy. */
type DefinitionOfType<T> = unknown extends T
  ? FlagDefinition
  : [T] extends [boolean]
    ? Exclude<FlagDefinition, { readonly type: 'variant' }>
    : Extract<FlagDefinition, { readonly type: 'custom' }> | TypedVariantFlag<T>;

type TypedVariantFlag<T> = Omit<
  Extract<FlagDefinition, { readonly type: 'variant' }>,
  'variants' | 'defaultVariant'
> & {
  readonly variants: readonly TypedVariant<T>[];
  readonly defaultVariant?: VariantsOfType<T> | undefined;
};

type TypedVariant<T> = Omit<VariantFlag['variants'][number], 'name' | 'value'> & {
  readonly name: VariantsOfType<T>;
} & ValueOfVariant<T>;

/** The name of a variant is its value if the type is text; otherwise each variant needs a value. */
type ValueOfVariant<T> = [T] extends [string] ? { readonly value?: T | undefined } : { readonly value: T };
