import { switchAnswer } from '../answers.js';
import type { UserAttributeFlag } from '../flag.js';
import { attributeOf } from '../flag-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Strategy } from './strategy.js';

/** On when every attribute equals its value, or one of its values. Strict equality; a missing attribute never matches. */
export const userAttributeStrategy: Strategy<UserAttributeFlag> = ({ key, attributes }) => {
  const match = switchAnswer(key, true, EvaluationReason.AttributeMatch);
  const mismatch = switchAnswer(key, false, EvaluationReason.AttributeMismatch);
  const wanted = Object.entries(attributes).map(([name, value]) => ({
    name,
    values: new Set<unknown>(Array.isArray(value) ? value : [value]),
  }));
  if (wanted.length === 0) return () => mismatch;

  return (context) => {
    for (const { name, values } of wanted) {
      if (!values.has(attributeOf(context, name))) return mismatch; // no rule holds `undefined`
    }
    return match;
  };
};
