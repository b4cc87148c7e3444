import { z } from 'zod';
import type { OperatorOptions } from '../../extensions.js';
import { exactNumber } from '../../attributes/bounded-bigint.js';
import { ContextLimits } from '../../attributes/context-limits.js';
import { longestText } from '../../attributes/longest-text.js';
import { FlagLimits } from '../../flag-limits.js';
import type { Operator } from './operator.js';
import { withoutCase } from './text.js';

export type Scalar = string | number | boolean | null;

/** The operands of comparisons for equality. */
export const scalarSchema: z.ZodType<Scalar> = z.union(
  [z.string().max(FlagLimits.targetingKeyLength), z.number(), z.boolean(), z.null()],
  'must be a string, number, boolean or null; for one of several, { "op": "in", "values": […] }',
);

export const equals = equality(1);
export const oneOf = equality(100_000);

/**
 * Strict equality with one of the operands. Since JSON has no bigints, a bigint attribute equals its decimal text and
 * the number of exactly that value. `null` counts as missing unless it is one of the operands.
 */
function equality(maxOperands: number): Operator<Scalar> {
  return {
    operand: scalarSchema,
    maxOperands,
    compares: 'single values',
    options: ['ignoreCase'],
    views: ['text', 'number', 'boolean', 'list'],
    comparesText: true,
    maxText: (_, { ignoreCase }) => (ignoreCase ? ContextLimits.text : Infinity),
    compile(operands, options) {
      const wanted = new Set<unknown>(operands.map((operand) => comparable(operand, options)));
      const longest = longestText(wanted);
      const takesNull = wanted.has(null);
      return (value) => {
        if (typeof value === 'bigint') return wanted.has(String(value)) || wanted.has(exactNumber(value));
        if (value === null && !takesNull) return undefined;
        if (!isScalar(value)) return undefined;
        if (typeof value === 'string' && value.length > longest) return false; // neither folded nor hashed
        return wanted.has(comparable(value, options));
      };
    },
  };
}

/** The bigint that equals a text or number; `undefined` if there is none. */
export function integerOf(scalar: Scalar): bigint | undefined {
  if (typeof scalar === 'string') return INTEGER.test(scalar) ? BigInt(scalar) : undefined;
  return typeof scalar === 'number' && Number.isInteger(scalar) ? BigInt(scalar) : undefined;
}

const INTEGER = /^(?:0|-?[1-9]\d*)$/; // the decimal text of a bigint

function comparable(value: Scalar, { ignoreCase }: OperatorOptions): Scalar {
  return ignoreCase && typeof value === 'string' ? withoutCase(value) : value;
}

function isScalar(value: unknown): value is Scalar {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    value === null ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}
