import { ContextLimits, refuseSize } from '../../attributes/context-limits.js';
import { lengthOf } from '../../attributes/list-length.js';
import type { AttributeTest } from '../../extensions.js';

/** How much of an attribute a test looks at; a larger one is refused. */
export interface ElementLimits {
  /** Elements of an array. @default 1,000 */
  readonly maxElements?: number | undefined;
  /** Characters of a text, of an array in all. @default 8,192 */
  readonly maxText?: number | undefined;
}

/**
 * A test for values that holds for an array when it does for any element; `false` when it does for none and one at least
 * is of the right type, or there is none at all. Where the test fails for an element, another one may still hold.
 */
export function overElements(test: AttributeTest, limits: ElementLimits = {}): AttributeTest {
  const { maxElements = ContextLimits.elements, maxText = ContextLimits.text } = limits;
  return (value) => {
    if (typeof value === 'string') return value.length > maxText ? refuseSize() : test(value);
    if (!Array.isArray(value)) return test(value);
    const length = lengthOf(value, maxElements);
    if (length === undefined) return undefined;
    if (maxText !== Infinity && textIn(value, length) > maxText) refuseSize();
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
