import type { AttributeTest } from '../../extensions.js';

/** The longest array whose elements are looked at. */
export const MAX_ELEMENTS = 10_000;

/** How many elements an array has; `undefined` when it is no array, too long, or a proxy that lies about it. */
export function lengthOf(value: unknown): number | undefined {
  if (!Array.isArray(value)) return undefined;
  const { length } = value;
  return Number.isInteger(length) && length >= 0 && length <= MAX_ELEMENTS ? length : undefined;
}

/**
 * A test for values that holds for an array when it does for any element; `false` when it does for none and one at least
 * is of the right type, or there is none at all. An array whose texts are longer than `maxText` in all is not read on.
 */
export function overElements(test: AttributeTest, maxText = Infinity): AttributeTest {
  return (value) => {
    if (!Array.isArray(value)) return test(value);
    const length = lengthOf(value);
    let verdict = length === 0 ? false : undefined;
    let text = 0;
    for (let i = 0; i < (length ?? 0); i++) {
      const element: unknown = value[i];
      if (typeof element === 'string' && (text += element.length) > maxText) return undefined;
      const answer = test(element);
      if (answer === true) return true;
      verdict ??= answer;
    }
    return verdict;
  };
}
