import { switchAnswer } from '../compile/answers.js';
import type { UserAttributeFlag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Scope } from '../compile/scope.js';
import { compileComparison } from '../targeting/compile/compile-attribute-condition.js';
import type { Strategy } from './strategy.js';

type Wanted = UserAttributeFlag['attributes'][string];

/**
 * On when every attribute equals its value, or one of its values, as the operators `equals` and `in` compare: of a list
 * attribute one element is enough, and a missing attribute never matches.
 */
export const userAttributeStrategy: Strategy<UserAttributeFlag> = ({ key, attributes }, scope) => {
  const match = switchAnswer(key, true, EvaluationReason.AttributeMatch);
  const mismatch = switchAnswer(key, false, EvaluationReason.AttributeMismatch);
  const tests = Object.entries(attributes)
    .toSorted(([, a], [, b]) => Number(Array.isArray(a)) - Number(Array.isArray(b))) // the quicker ones first
    .map(([path, wanted]) => compileTest(path, wanted, scope));
  if (tests.length === 0) return mismatch;

  return (context) => {
    for (const test of tests) {
      if (!test(context)) return mismatch;
    }
    return match;
  };
};

function compileTest(attribute: string, wanted: Wanted, scope: Scope): (context: FlagContext) => boolean {
  const values = Array.isArray(wanted) ? wanted : [wanted];
  return compileComparison({ attribute, op: 'in', values }, scope);
}
