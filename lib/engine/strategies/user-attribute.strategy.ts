import { switchAnswer } from '../answers.js';
import { attributeReader } from '../attribute-path.js';
import type { UserAttributeFlag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Strategy } from './strategy.js';

type Wanted = UserAttributeFlag['attributes'][string];

/** On when every attribute equals its value, or one of its values. Strict equality; a missing attribute never matches. */
export const userAttributeStrategy: Strategy<UserAttributeFlag> = ({ key, attributes }) => {
  const match = switchAnswer(key, true, EvaluationReason.AttributeMatch);
  const mismatch = switchAnswer(key, false, EvaluationReason.AttributeMismatch);
  const tests = Object.entries(attributes)
    .toSorted(([, a], [, b]) => Number(Array.isArray(a)) - Number(Array.isArray(b))) // the quicker ones first
    .map(([path, wanted]) => compileTest(path, wanted));
  if (tests.length === 0) return () => mismatch;

  return (context) => {
    for (const test of tests) {
      if (!test(context)) return mismatch;
    }
    return match;
  };
};

/** No value is `undefined`, so that a missing attribute never matches. */
function compileTest(path: string, wanted: Wanted): (context: FlagContext) => boolean {
  const read = attributeReader(path);
  if (!Array.isArray(wanted)) return (context) => read(context) === wanted;
  const values = new Set<unknown>(wanted);
  return (context) => values.has(read(context));
}
