import { kindOf } from './kind-of.js';

/** The elements of an array, or a description of the other value, for a message. */
export type ArrayElements =
  | { readonly elements: readonly unknown[]; readonly given?: undefined }
  | { readonly elements?: undefined; readonly given: string };

/** Whether a value is an array. Never throws: a revoked proxy is not an array. */
export function isArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * Reads an untrusted array of at most `max` elements, each once and by its index, whatever its iterator does. Never throws;
 * a hole is an element that is `undefined`.
 */
export function arrayElements(value: unknown, max: number): ArrayElements {
  try {
    if (!Array.isArray(value)) return { given: kindOf(value) };
    const array: readonly unknown[] = value;
    const { length } = array;
    if (length > max) return { given: `an array of length ${length}` };
    return { elements: Array.from({ length }, (_, index) => array[index]) };
  } catch {
    return { given: `${kindOf(value)} that throws when it is read` }; // a getter or a proxy
  }
}
