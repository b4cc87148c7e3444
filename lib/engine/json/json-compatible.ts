import type { JsonValue } from './json-value.js';

/**
 * `T` as far as JSON can hold it, `never` where it cannot, such as for functions, dates and class instances with methods.
 * Unlike {@link JsonValue} it takes interfaces, which have no index signature. Used as `value: T & JsonCompatible<T>`.
 */
export type JsonCompatible<T> = T extends JsonValue
  ? T
  : T extends (...args: never[]) => unknown
    ? never
    : T extends object
      ? { readonly [Name in keyof T]: JsonCompatible<T[Name]> }
      : never;
