import { switchAnswer } from '../answers.js';
import { attributeReader, plainName } from '../attribute-path.js';
import type { UserAttributeFlag } from '../flag.js';
import { attributesOf, ownValue } from '../flag-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Strategy } from './strategy.js';

/** On when every attribute equals its value, or one of its values. Strict equality; a missing attribute never matches. */
export const userAttributeStrategy: Strategy<UserAttributeFlag> = ({ key, attributes }) => {
  const match = switchAnswer(key, true, EvaluationReason.AttributeMatch);
  const mismatch = switchAnswer(key, false, EvaluationReason.AttributeMismatch);
  const wanted = Object.entries(attributes).map(([path, value]) => ({
    name: plainName(path),
    read: attributeReader(path),
    values: new Set<unknown>(Array.isArray(value) ? value : [value]),
  }));
  if (wanted.length === 0) return () => mismatch;

  return (context) => {
    const all = attributesOf(context); // once for all names: most paths are nothing else
    for (const { name, read, values } of wanted) {
      const value = name === undefined ? read(context) : ownValue(all, name);
      if (!values.has(value)) return mismatch; // no rule holds `undefined`
    }
    return match;
  };
};
