import type { JsonValue } from '../engine/json-value.js';

/** The type of a default, without its literal: `10` stands for any number. */
export type Widened<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : T;

/** Whether a flag's value is of the type that the caller's default promises; `null` promises nothing. */
export function matchesDefault<T extends JsonValue>(
  value: JsonValue | undefined,
  fallback: T,
): value is JsonValue & Widened<T> {
  if (value === undefined) return false;
  return fallback === null || kindOf(value) === kindOf(fallback);
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
