import { registered, type AttributeTest, type OperatorOptions } from '../../extensions.js';
import { ignoreRejection } from '../../ignore-rejection.js';
import type { JsonValue } from '../../json-value.js';
import type { Scope } from '../../scope.js';
import { thrownName } from '../../thrown-name.js';

/**
 * The test of an operator that the application has registered, `name` being without its prefix. It is not asked for
 * missing attributes. Whatever fails, here or when it is asked, is told to `scope.report`, and the value counts as one of
 * a wrong type.
 */
export function compileCustomOperator(
  name: string,
  operands: readonly JsonValue[],
  options: OperatorOptions,
  { key, extensions, report }: Scope,
): AttributeTest {
  const fail = (why: string): undefined => {
    report?.(`Operator "${name}" failed for "${key}", whose condition does not hold: ${why}`);
  };
  try {
    const test: unknown = registered(extensions?.operators, name)?.(operands, options);
    if (typeof test !== 'function') return () => fail('it is not registered, or returns no function');
    return (value) => {
      if (value === undefined || Array.isArray(value)) return undefined;
      try {
        const answer: unknown = test(value);
        if (typeof answer === 'boolean' || answer === undefined) return answer;
        ignoreRejection(answer);
        return fail('it must answer true, false or undefined');
      } catch (error) {
        return fail(`it threw ${thrownName(error)}`);
      }
    };
  } catch (error) {
    return () => fail(`it threw ${thrownName(error)}`);
  }
}
