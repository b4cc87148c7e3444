import { isBoundedBigint } from '../../attributes/bounded-bigint.js';
import { ContextLimits, refuseSize } from '../../attributes/context-limits.js';
import { lengthOf } from '../../attributes/list-length.js';
import type { AttributeTest } from '../../extensions.js';

/** How much of an attribute a test looks at; a larger one is refused. */
export interface ElementLimits {
  /** Elements of an array. @default 1,000 */
  readonly maxElements?: number | undefined;
  /** Characters of a text, of an array in all. @default 8,192 */
  readonly maxText?: number | undefined;
  /** Whether the test is given bigints as text, so that they count towards `maxText`. @default false */
  readonly writesBigints?: boolean | undefined;
}

/**
 * A test for values that holds for an array when it does for any element; `false` when it does for none and one at least
 * is of the right type, or there is none at all. Where the test fails for an element, another one may still hold. A bigint
 * that is too long to be written out is refused.
 */
export function overElements(test: AttributeTest, limits: ElementLimits = {}): AttributeTest {
  const { maxElements = ContextLimits.elements, maxText = ContextLimits.text, writesBigints = false } = limits;
  return (value) => {
    if (typeof value === 'string') return value.length > maxText ? refuseSize() : test(value);
    if (typeof value === 'bigint') {
      if (!isBoundedBigint(value) || (writesBigints && String(value).length > maxText)) refuseSize();
      return test(value);
    }
    if (!Array.isArray(value)) return test(value);
    const length = lengthOf(value, maxElements);
    if (length === undefined) return undefined;
    if (maxText !== Infinity && isLonger(value, length, maxText, writesBigints)) refuseSize();
    let verdict = length === 0 ? false : undefined;
    let failure: unknown;
    for (let i = 0; i < length; i++) {
      try {
        const element: unknown = value[i];
        if (typeof element === 'bigint' && !isBoundedBigint(element)) refuseSize();
        const answer = test(element);
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

/** Whether the texts of an array have more than `max` characters in all. */
function isLonger(array: readonly unknown[], length: number, max: number, writesBigints: boolean): boolean {
  let characters = 0;
  for (let i = 0; i < length; i++) {
    const element = array[i];
    if (typeof element === 'string') characters += element.length;
    else if (writesBigints && typeof element === 'bigint' && isBoundedBigint(element)) {
      characters += String(element).length;
      if (characters > max) return true;
    }
  }
  return characters > max;
}
