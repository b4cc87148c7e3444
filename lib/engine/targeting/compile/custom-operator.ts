import { failEvaluation } from '../../compile/evaluation-failure.js';
import { registered, returnedFunction, type AttributeTest, type OperatorOptions } from '../../extensions.js';
import { ignoreRejection } from '../../../internal/ignore-rejection.js';
import type { JsonValue } from '../../json/json-value.js';
import type { Scope } from '../../compile/scope.js';
import { thrownName } from '../../../internal/thrown-name.js';

/**
 * Compiles the test of an operator that the application has registered under `name`, without the prefix. The test is
 * not called for missing attributes, nor for `null` unless `null` is an operand. Any failure is reported and leaves the
 * condition undecided.
 */
export function compileCustomOperator(
  name: string,
  operands: readonly JsonValue[],
  options: OperatorOptions,
  { key, extensions, report }: Scope,
): AttributeTest {
  const fail = (why: string): never =>
    failEvaluation({ report }, `Operator "${name}" failed for "${key}", whose condition is undecided: ${why}`);
  const takesNull = operands.includes(null);
  try {
    const test = returnedFunction(registered(extensions?.operators, name)?.(operands, options));
    if (test === undefined) return () => fail('it is not registered, or returns no function');
    return (value) => {
      if (value === undefined || (value === null && !takesNull) || Array.isArray(value)) return undefined;
      let answer: unknown;
      try {
        answer = test(value);
      } catch (error) {
        return fail(`it threw ${thrownName(error)}`);
      }
      if (typeof answer === 'boolean' || answer === undefined) return answer;
      ignoreRejection(answer);
      return fail('it must return true, false or undefined');
    };
  } catch (error) {
    return () => fail(`it threw ${thrownName(error)}`);
  }
}
