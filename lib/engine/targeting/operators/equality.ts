import { z } from 'zod';
import type { OperatorOptions } from '../../extensions.js';
import { numberIn } from './number.js';
import type { Operator } from './operator.js';
import { MAX_OPERAND_TEXT, withoutCase } from './text.js';

export type Scalar = string | number | boolean | null;

/** What attributes are compared with for equality. */
export const scalarSchema: z.ZodType<Scalar> = z.union(
  [z.string().max(MAX_OPERAND_TEXT), z.number(), z.boolean(), z.null()],
  'must be a string, number, boolean or null; for one of several, { "op": "in", "values": […] }',
);

export const equals = equality(1);
export const oneOf = equality(100_000);

/** Strict equality with one of the operands; with `coerce`, a number also equals its decimal text. */
function equality(maxOperands: number): Operator<Scalar> {
  return {
    operand: scalarSchema,
    maxOperands,
    options: ['ignoreCase', 'coerce'],
    compile(operands, options) {
      const wanted = new Set<unknown>(operands.map((operand) => comparable(operand, options)));
      if (!options.coerce) return (value) => (isScalar(value) ? wanted.has(comparable(value, options)) : undefined);

      const numbersInTexts = new Set(operands.map((operand) => numberOf(operand)));
      return (value) => {
        if (!isScalar(value)) return undefined;
        if (wanted.has(comparable(value, options))) return true;
        // Never text with text: long ids that differ can be the same number.
        if (typeof value === 'number') return numbersInTexts.has(value);
        const number = numberOf(value);
        return number !== undefined && wanted.has(number);
      };
    },
  };
}

function comparable(value: Scalar, { ignoreCase }: OperatorOptions): Scalar {
  return ignoreCase && typeof value === 'string' ? withoutCase(value) : value;
}

function numberOf(value: Scalar): number | undefined {
  return typeof value === 'string' ? numberIn(value) : undefined;
}

function isScalar(value: unknown): value is Scalar {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    value === null ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}
