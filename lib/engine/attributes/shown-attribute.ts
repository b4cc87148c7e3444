import { cutText } from '../../internal/shown-text.js';
import type { JsonValue } from '../json/json-value.js';
import { targetingKey } from '../allocation/targeting-key.js';

const MAX_TEXT = 256;
const MAX_ELEMENTS = 20;

/** {@link shownAttribute} of the value that `read` returns; `(unreadable)` when it throws. */
export function shownWhenRead(read: () => unknown): JsonValue | undefined {
  try {
    return shownAttribute(read());
  } catch {
    return '(unreadable)';
  }
}

/**
 * Formats an attribute for an explanation: scalars, text cut at 256 characters, dates as ISO 8601, and arrays of up to
 * 20 of these. Anything else is shown as its type, such as `(object)`. Never throws.
 */
export function shownAttribute(value: unknown): JsonValue | undefined {
  try {
    return Array.isArray(value) ? shownArray(value) : shownScalar(value);
  } catch {
    return '(object)'; // a proxy that throws
  }
}

function shownArray(array: readonly unknown[]): JsonValue {
  const { length } = array;
  if (!(length <= MAX_ELEMENTS)) return '(array)';
  const shown: JsonValue[] = [];
  for (let i = 0; i < length; i++) {
    const element = array[i];
    if (!isScalar(element)) return '(array)';
    shown.push(shownScalar(element) ?? null);
  }
  return shown;
}

function isScalar(value: unknown): boolean {
  return value === null || value instanceof Date || (typeof value !== 'object' && typeof value !== 'function');
}

function shownScalar(value: unknown): JsonValue | undefined {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
      return value;
    case 'string':
      return cutText(value, MAX_TEXT);
    case 'number':
      return Number.isFinite(value) ? value : `(${value})`;
    case 'bigint':
      return shownBigint(value);
    case 'object':
      if (value === null) return null;
      return value instanceof Date ? Date.prototype.toISOString.call(value) : '(object)';
    default:
      return `(${typeof value})`;
  }
}

function shownBigint(value: bigint): string {
  const digits = targetingKey(value);
  return digits === undefined ? '(bigint)' : cutText(digits, MAX_TEXT);
}
