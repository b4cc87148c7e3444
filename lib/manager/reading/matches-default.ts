import type { FlagTypeOf, FlagVariantOf } from '../../engine/typed-flags.js';
import type { JsonCompatible } from '../../engine/json/json-compatible.js';
import type { JsonValue } from '../../engine/json/json-value.js';

/** The type of a default, without its literal: `10` stands for any number. A union, such as of names, stays as it is. */
export type Widened<T> = [T] extends [boolean]
  ? boolean
  : true extends IsUnion<T>
    ? T
    : T extends number
      ? number
      : T extends string
        ? string
        : T;

/** {@link Widened} of the name of a variant. */
export type VariantName<V extends string> = true extends IsUnion<V> ? V : string;

/** A default: of the flag's type in {@link FlagTypes}, else of any type that JSON can hold. */
export type DefaultValue<K, T> = unknown extends FlagTypeOf<K> ? T & JsonCompatible<T> : FlagTypeOf<K>;

/** What a flag answers instead of a default `T`: its type in {@link FlagTypes}, else {@link Widened}. */
export type ValueAnswer<K, T> = unknown extends FlagTypeOf<K> ? Widened<T> : FlagTypeOf<K>;

/** The variant that a flag answers instead of a default `V`: its variants in {@link FlagTypes}, else {@link VariantName}. */
export type VariantAnswer<K, V extends string> = string extends FlagVariantOf<K> ? VariantName<V> : FlagVariantOf<K>;

type IsUnion<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never;

/** Whether a flag's value is of the type that the caller's default promises; `null` promises nothing. */
export function matchesDefault<T>(value: JsonValue | undefined, fallback: T): value is JsonValue & Widened<T> {
  if (value === undefined) return false;
  return fallback === null || kindOf(value) === kindOf(fallback);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
