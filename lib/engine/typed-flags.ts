import type { JsonValue } from './json/json-value.js';

/**
 * The flags of your application, with the type that each one serves. Augment this interface to let the compiler check
 * keys, variants and values wherever a flag is used.
 *
 * - `boolean`: a flag that is on or off and has no variants
 * - a union of string literals: a flag with these variants, whose names are also their values
 * - any other type of JSON data: a flag whose variants have values of this type
 * - `unknown`: a flag whose key is checked, but not its variants and values
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

/** The key of a flag: a key of {@link FlagTypes} if that is augmented, else any string. */
export type FlagKey = [keyof FlagTypes] extends [never] ? string : Extract<keyof FlagTypes, string>;

/** The type of a flag in {@link FlagTypes}; `unknown` if the flag is not in it. */
export type FlagTypeOf<K> = K extends keyof FlagTypes ? FlagTypes[K] : unknown;

/** The type of the values that a flag may serve: its type in {@link FlagTypes}, else any JSON value. */
export type FlagValueOf<K> = unknown extends FlagTypeOf<K> ? JsonValue : FlagTypeOf<K>;

/**
 * The names of a flag's variants: its type if that is a union of string literals, else any string; `never` for a
 * `boolean` flag.
 */
export type FlagVariantOf<K> = K extends keyof FlagTypes ? VariantsOfType<FlagTypes[K]> : string;

/** The names of the variants of a flag with a certain type in {@link FlagTypes}. */
export type VariantsOfType<T> = unknown extends T
  ? string
  : [T] extends [boolean]
    ? never
    : [T] extends [string]
      ? T
      : string;
