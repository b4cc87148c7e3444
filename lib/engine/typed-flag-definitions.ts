import type { FlagDefinition, FlagDefinitions, VariantFlag } from './flag.js';
import type { FlagKey, FlagTypeOf, FlagTypes, VariantsOfType } from './typed-flags.js';

/**
 * Definitions by key, as code declares them: of the flags in {@link FlagTypes}, each with the variants and values of its
 * type; of any flags while that is not augmented.
 */
export type TypedFlagDefinitions = [keyof FlagTypes] extends [never]
  ? FlagDefinitions
  : { readonly [K in FlagKey]?: DefinitionOfType<FlagTypeOf<K>> };

/** A `boolean` has no variants; any other type is served by variants, or by a strategy. */
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

/** The name is the value where it is of the type; otherwise each variant needs one. */
type ValueOfVariant<T> = [T] extends [string] ? { readonly value?: T | undefined } : { readonly value: T };
