import { plainName } from '../attributes/attribute-path.js';
import { plainAttributesOf } from '../attributes/read-context.js';
import { TextAttribute } from '../attributes/text-attribute.js';
import { switchAnswer } from '../compile/answers.js';
import type { UserAttributeFlag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Scope } from '../compile/scope.js';
import { compileComparison } from '../targeting/compile/compile-attribute-condition.js';
import type { Strategy } from './strategy.js';

type Wanted = UserAttributeFlag['attributes'][string];

/**
 * Turns the flag on when every attribute equals its value, or one of its values, compared as by the operators `equals`
 * and `in`: of a list attribute, one matching element is enough, and a missing attribute never matches.
 */
export const userAttributeStrategy: Strategy<UserAttributeFlag> = ({ key, attributes }, scope) => {
  const match = switchAnswer(key, true, EvaluationReason.AttributeMatch);
  const mismatch = switchAnswer(key, false, EvaluationReason.AttributeMismatch);
  const tests = Object.entries(attributes)
    .toSorted(([, a], [, b]) => Number(Array.isArray(a)) - Number(Array.isArray(b))) // the faster comparisons first
    .map(([path, wanted]) => new AttributeTest(path, wanted, scope));
  if (tests.length === 0) return mismatch;
  const readsAttributes = tests.some(({ isOfText }) => isOfText);

  return (context) => {
    const plain = readsAttributes ? plainAttributesOf(context) : undefined;
    for (const test of tests) {
      if (!test.holds(context, plain)) return mismatch;
    }
    return match;
  };
};

/**
 * Compares one attribute with its value or values: text on a fast path, everything else in the same way as conditions.
 */
class AttributeTest {
  readonly #text: TextAttribute | undefined;
  readonly #compare: (context: FlagContext) => boolean;

  constructor(attribute: string, wanted: Wanted, scope: Scope) {
    const values = Array.isArray(wanted) ? wanted : [wanted];
    const name = plainName(attribute);
    this.#text = name === undefined ? undefined : new TextAttribute(name, values.filter(isString));
    this.#compare = compileComparison({ attribute, op: 'in', values }, scope);
  }

  get isOfText(): boolean {
    return this.#text !== undefined;
  }

  /** @param plain the user's attributes, if they are a plain object */
  holds(context: FlagContext, plain: Readonly<Record<string, unknown>> | undefined): boolean {
    const verdict = plain === undefined ? undefined : this.#text?.matches(plain);
    return verdict ?? this.#compare(context);
  }
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
