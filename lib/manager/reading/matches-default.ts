import type { FlagTypeOf, FlagVariantOf } from '../../engine/typed-flags.js';
import type { JsonCompatible } from '../../engine/json/json-compatible.js';
import type { JsonValue } from '../../engine/json/json-value.js';

/** The type of a default without its literal: `10` becomes `number`. A union, such as of names, is unchanged. */
export type Widened<T> = [T] extends [boolean]
  ? boolean
  : true extends IsUnion<T>
    ? T
    : T extends number
      ? number
      : T extends string
        ? string
        : T;

/** {@link Widened} for the name of a variant. */
export type VariantName<V extends string> = true extends IsUnion<V> ? V : string;

/** The type of a default: the flag's type in {@link FlagTypes}, else any type that JSON can represent. */
export type DefaultValue<K, T> = unknown extends FlagTypeOf<K> ? T & JsonCompatible<T> : FlagTypeOf<K>;

/** The type of the result with a default of type `T`: the flag's type in {@link FlagTypes}, else {@link Widened}. */
export type ValueAnswer<K, T> = unknown extends FlagTypeOf<K> ? Widened<T> : FlagTypeOf<K>;

/**
 * The type of the variant with a default of type `V`: the flag's variants in {@link FlagTypes}, else {@link
 * VariantName}.
 */
export type VariantAnswer<K, V extends string> = string extends FlagVariantOf<K> ? VariantName<V> : FlagVariantOf<K>;

type IsUnion<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never;

/** Whether a flag's value has the type of the caller's default; any type matches the default `null`. */
export function matchesDefault<T>(value: JsonValue | undefined, fallback: T): value is JsonValue & Widened<T> {
  if (value === undefined) return false;
  return fallback === null || kindOf(value) === kindOf(fallback);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
