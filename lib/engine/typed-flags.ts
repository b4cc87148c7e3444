import type { JsonValue } from './json/json-value.js';

/**
 * The flags of your application: from key to the type of what the flag serves. Augment it, and keys, variants and values
 * are checked by the compiler wherever a flag is named.
 *
 * - `boolean`: a flag that is on or off, and has no variants
 * - a union of texts: a flag with these variants, whose names are also their values
 * - any other type of JSON data: a flag whose variants have values of this type
 * - `unknown`: a flag of which only the key is checked
 *
 * @example
 * declare module 'nestjs-feature-flags' {
 *   interface FlagTypes {
 *     new_checkout: boolean;
 *     checkout_theme: 'classic' | 'modern';
 *     limits: { perDay: number };
 *   }
 * }
 */
export interface FlagTypes {}

/** A flag's key: a key of {@link FlagTypes} once that is augmented, any string before. */
export type FlagKey = [keyof FlagTypes] extends [never] ? string : Extract<keyof FlagTypes, string>;

/** What {@link FlagTypes} says of a flag; `unknown` where it says nothing. */
export type FlagTypeOf<K> = K extends keyof FlagTypes ? FlagTypes[K] : unknown;

/** The values that a flag may serve: its type, else any JSON. */
export type FlagValueOf<K> = unknown extends FlagTypeOf<K> ? JsonValue : FlagTypeOf<K>;

/** The names of a flag's variants: the union of texts that is its type, else any text; none for a `boolean`. */
export type FlagVariantOf<K> = K extends keyof FlagTypes ? VariantsOfType<FlagTypes[K]> : string;

/** {@link FlagVariantOf} for what stands in {@link FlagTypes}. */
export type VariantsOfType<T> = unknown extends T
  ? string
  : [T] extends [boolean]
    ? never
    : [T] extends [string]
      ? T
      : string;
