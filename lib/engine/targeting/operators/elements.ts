import { isBoundedBigint } from '../../attributes/bounded-bigint.js';
import { ContextLimits, refuseSize } from '../../attributes/context-limits.js';
import { lengthOf } from '../../attributes/list-length.js';
import type { AttributeTest } from '../../extensions.js';

/** Limits for an attribute under test. A larger attribute leaves the condition undecided. */
export interface ElementLimits {
  /** Elements of an array. @default 1,000 */
  readonly maxElements?: number | undefined;
  /** Characters of a text, or of all texts in an array together. @default 8,192 */
  readonly maxText?: number | undefined;
  /**
   * Whether bigints are converted to text, so that their digits count towards `maxText`, at most 8,192. @default false
   */
  readonly writesBigints?: boolean | undefined;
}

/**
 * Extends a test to arrays: it holds for an array if it holds for any element. It is `false` if the array is empty, or
 * if no element passes and at least one has the right type. An error for one element does not matter if another element
 * passes. A bigint that is too long to be converted to text exceeds the limits.
 */
export function overElements(test: AttributeTest, limits: ElementLimits = {}): AttributeTest {
  const { maxElements = ContextLimits.elements, maxText = ContextLimits.text, writesBigints = false } = limits;
  return (value) => {
    if (typeof value === 'string') return value.length > maxText ? refuseSize() : test(value);
    if (typeof value === 'bigint') {
      if (writesBigints) new WrittenBigints(maxText).add(value);
      else if (!isBoundedBigint(value)) refuseSize();
      return test(value);
    }
    if (!Array.isArray(value)) return test(value);
    const length = lengthOf(value, maxElements);
    if (length === undefined) return undefined;
    const characters = maxText === Infinity ? 0 : charactersIn(value, length);
    if (characters > maxText) refuseSize();
    let written: WrittenBigints | undefined;
    let verdict = length === 0 ? false : undefined;
    let failure: unknown;
    for (let i = 0; i < length; i++) {
      try {
        const element: unknown = value[i];
        if (typeof element === 'bigint') {
          if (writesBigints) (written ??= new WrittenBigints(maxText - characters)).add(element);
          else if (!isBoundedBigint(element)) refuseSize();
        }
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

/**
 * Counts the characters of bigints that are converted to text: at most 8,192, even where the length of text is not
 * limited.
 */
export class WrittenBigints {
  #remaining: number;

  constructor(max: number) {
    this.#remaining = Math.min(max, ContextLimits.text);
  }

  /** @throws when there are more than allowed; no further bigint is converted after that */
  add(value: bigint): void {
    if (!isBoundedBigint(value) || this.#remaining < 0) refuseSize();
    this.#remaining -= String(value).length;
    if (this.#remaining < 0) refuseSize();
  }
}

/** The characters of all texts in an array. */
function charactersIn(array: readonly unknown[], length: number): number {
  let characters = 0;
  for (let i = 0; i < length; i++) {
    const element = array[i];
    if (typeof element === 'string') characters += element.length;
  }
  return characters;
}
