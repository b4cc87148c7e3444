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
 * is of the right type, or there is none at all. Where the test fails for an element, another one may still hold. A text of more than `maxText` characters is of a wrong type, and so is
 * an array whose texts are that long in all.
 */
export function overElements(test: AttributeTest, maxText = Infinity): AttributeTest {
  return (value) => {
    if (typeof value === 'string' && value.length > maxText) return undefined;
    if (!Array.isArray(value)) return test(value);
    const length = lengthOf(value);
    if (length === undefined || (maxText !== Infinity && textIn(value, length) > maxText)) return undefined;
    let verdict = length === 0 ? false : undefined;
    let failure: unknown;
    for (let i = 0; i < length; i++) {
      try {
        const answer = test(value[i]);
        if (answer === true) return true;
        verdict ??= answer;
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
    return verdict;
  };
}

/** How many characters the texts of an array have in all. */
function textIn(array: readonly unknown[], length: number): number {
  let characters = 0;
  for (let i = 0; i < length; i++) {
    const element = array[i];
    if (typeof element === 'string') characters += element.length;
  }
  return characters;
}
