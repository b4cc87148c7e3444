import { switchAnswer } from '../answers.js';
import { attributeReader, plainName } from '../attribute-path.js';
import type { UserAttributeFlag } from '../flag.js';
import { attributesOf, type FlagContext } from '../flag-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import { owns } from '../own-fields.js';
import type { Strategy } from './strategy.js';

type Attributes = Readonly<Record<string, unknown>>;
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
    try {
      const all = attributesOf(context) ?? NONE; // once for all tests
      for (const test of tests) {
        if (!test(all, context)) return mismatch;
      }
      return match;
    } catch {
      return mismatch; // what cannot be read is missing
    }
  };
};

/**
 * A test of one attribute. It reads by itself, and not through `ownValue`: V8 remembers the shape of what is read at each
 * place in the code, and the place that all flags share has seen too many.
 */
function compileTest(path: string, wanted: Wanted): (all: Attributes, context: FlagContext) => boolean {
  const name = plainName(path);
  if (name === undefined) {
    const read = attributeReader(path);
    const values = new Set<unknown>([wanted].flat());
    return (_all, context) => values.has(read(context)); // a missing one is `undefined`, which is none of them
  }
  if (!Array.isArray(wanted)) return (all) => owns.call(all, name) && all[name] === wanted;
  const values = new Set<unknown>(wanted);
  return (all) => owns.call(all, name) && values.has(all[name]);
}

const NONE: Attributes = Object.freeze({});
