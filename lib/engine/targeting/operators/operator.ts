import type { z } from 'zod';
import type { AttributeTest, OperatorOptions } from '../../extensions.js';
import type { JsonValue } from '../../json/json-value.js';
import type { AttributeView } from '../views/attribute-view.js';

/** One way to compare an attribute. */
export interface Operator<T extends JsonValue = JsonValue> {
  /** The schema of one operand. */
  readonly operand: z.ZodType<T>;
  /**
   * The maximum number of operands. 0: the operator accepts neither `value` nor `values`. 1: it accepts `value`. More: it
   * accepts `value`, or `values`, at least one of which must match.
   */
  readonly maxOperands: number;
  /** The values that the operator compares, as a plural noun for messages. */
  readonly compares: string;
  /** The options that the operator accepts; others would have no effect, and are rejected. */
  readonly options: readonly (keyof OperatorOptions)[];
  /** The views that convert attributes to the type that the operator compares; other views are rejected. */
  readonly views: readonly AttributeView[];
  /** Whether the operator tests an array itself, instead of each element. @default false */
  readonly wholeArray?: boolean;
  /** Whether the operator compares a numeric `userId` or `sessionId` as its decimal text. @default false */
  readonly comparesText?: boolean;
  /** The maximum number of elements of an array; a longer one is undecided. @default 1,000 */
  readonly maxElements?: number;
  /** The maximum number of characters of all operands together. @default no limit */
  readonly maxOperandText?: number;
  /** A problem of an operand that its schema cannot detect; `undefined` if there is none. */
  problem?(operand: T, options: OperatorOptions): string | undefined;
  /** A problem of the operands together, if each is valid by itself; `undefined` if there is none. */
  problemOfAll?(operands: readonly T[], options: OperatorOptions): string | undefined;
  /**
   * The maximum number of characters of a text, or of all texts in an array together, for the test of these operands;
   * longer ones are undecided.
   *
   * @default 8,192
   */
  maxText?(operands: readonly T[], options: OperatorOptions): number;
  /** Creates the test for valid operands. The test returns `undefined` for a missing attribute or a wrong type. */
  compile(operands: readonly T[], options: OperatorOptions): AttributeTest;
}
