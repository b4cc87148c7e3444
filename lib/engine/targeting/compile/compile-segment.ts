import { attributeReader } from '../../attributes/attribute-path.js';
import { undecidedOnFailure } from '../../compile/evaluation-failure.js';
import type { FlagContext } from '../../flag-context.js';
import type { Scope } from '../../compile/scope.js';
import { targetingKey } from '../../allocation/targeting-key.js';
import { traced } from '../../compile/tracer.js';
import type { Matcher } from './matcher.js';
import { someOf } from './compile-condition.js';
import type { AttributeTest } from '../../extensions.js';
import { overElements } from '../operators/elements.js';
import type { Segment } from '../segment.js';

/** Whether a context is in a segment: excluded is out, included is in, else one of the rules must hold. */
export function compileSegment(segment: Segment, scope: Scope): Matcher {
  const { key, attribute = 'userId', include = [], exclude = [], rules = [] } = segment;
  const read = attributeReader(attribute);
  const isIncluded = isOneOf(include);
  const isExcluded = isOneOf(exclude);
  const matches = someOf(rules, scope);
  const listed = (context: FlagContext): 'exclude' | 'include' | undefined => {
    const value = read(context);
    if (isExcluded(value) === true) return 'exclude';
    return isIncluded(value) === true ? 'include' : undefined;
  };
  const decide = undecidedOnFailure((context) => {
    const list = listed(context);
    return list === undefined ? matches(context) : list === 'include';
  }, scope);
  return traced(scope, decide, (holds, context) => ({
    step: 'segment',
    segment: key,
    listed: holds === undefined ? undefined : listed(context),
    holds: holds ?? null,
  }));
}

/** A test for a targeting key, and for an array with one among its elements. */
function isOneOf(keys: readonly string[]): AttributeTest {
  const wanted = new Set(keys);
  const test = (value: unknown) => {
    const key = targetingKey(value);
    return key === undefined ? undefined : wanted.has(key);
  };
  return overElements(test, { maxText: Infinity }); // a targeting key has a limit of its own
}
