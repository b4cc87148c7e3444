import type { z } from 'zod';
import type { AttributeTest, OperatorOptions } from '../../extensions.js';
import type { JsonValue } from '../../json/json-value.js';
import type { AttributeView } from '../views/attribute-view.js';

/** One way to compare an attribute. */
export interface Operator<T extends JsonValue = JsonValue> {
  /** The schema of one operand. */
  readonly operand: z.ZodType<T>;
  /** 0: takes neither `value` nor `values`; 1: takes `value`; more: takes `value`, or `values` of which one must hold. */
  readonly maxOperands: number;
  /** What it compares, in the plural, for messages. */
  readonly compares: string;
  /** The options that it takes; others would have no effect, and are refused. */
  readonly options: readonly (keyof OperatorOptions)[];
  /** The views that convert attributes to the type that it compares; others are refused. */
  readonly views: readonly AttributeView[];
  /** Whether it tests an array itself, instead of each element. @default false */
  readonly wholeArray?: boolean;
  /** Whether it sees a `userId` or `sessionId` that is a number as its decimal text. @default false */
  readonly comparesText?: boolean;
  /** The most elements of an array that it looks at; a longer one is undecided. @default 1,000 */
  readonly maxElements?: number;
  /** The most characters that all operands may have together. @default any number */
  readonly maxOperandText?: number;
  /** What is wrong with an operand that its schema cannot tell; `undefined` when nothing is. */
  problem?(operand: T, options: OperatorOptions): string | undefined;
  /** What is wrong with operands together, none of which has a problem; `undefined` when nothing is. */
  problemOfAll?(operands: readonly T[], options: OperatorOptions): string | undefined;
  /**
   * The most characters that the test for these operands reads, of an array in all; longer ones are undecided.
   *
   * @default 8,192
   */
  maxText?(operands: readonly T[], options: OperatorOptions): number;
  /** The test for operands that have no problem. It answers `undefined` for a missing attribute or a wrong type. */
  compile(operands: readonly T[], options: OperatorOptions): AttributeTest;
}
