import type { JsonValue } from './json-value.js';

/**
 * `T` if JSON can represent it; `never` for parts that it cannot, such as functions, dates and class instances with
 * methods. Unlike {@link JsonValue}, it accepts interfaces, which have no index signature. Use it as `value: T &
 * JsonCompatible<T>`.
 */
export type JsonCompatible<T> = T extends JsonValue
  ? T
  : T extends (...args: never[]) => unknown
    ? never
    : T extends object
      ? { readonly [Name in keyof T]: JsonCompatible<T[Name]> }
      : never;
