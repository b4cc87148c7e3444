import type { JsonValue } from '@openfeature/server-sdk';

/** A guard for the type of value that the caller of OpenFeature expects. */
export type ValueGuard<T> = (value: unknown) => value is T;

export function isBooleanValue(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function isStringValue(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumberValue(value: unknown): value is number {
  return typeof value === 'number';
}

/** Accepts objects for an object, and arrays for an array; both, and `null`, for the default `null`. */
export function objectGuard<T extends JsonValue>(defaultValue: T): ValueGuard<T> {
  return (value): value is T => {
    if (typeof value !== 'object') return false;
    if (defaultValue === null) return true;
    return value !== null && Array.isArray(value) === Array.isArray(defaultValue);
  };
}
