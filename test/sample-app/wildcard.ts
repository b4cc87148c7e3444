/** A value that matches any value. */
const WILDCARD = '…';

/**
 * The answer with everything that a wildcard of the expectation stands for replaced by that wildcard, so that the two
 * can be compared as they are.
 */
export function masked(answer: unknown, expected: unknown): unknown {
  if (expected === WILDCARD) return answer === undefined ? answer : expected;
  if (Array.isArray(answer) && Array.isArray(expected)) {
    return answer.map((each: unknown, i) => masked(each, expected[i]));
  }
  if (!isObject(answer) || !isObject(expected)) return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, masked(value, expected[name])]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
