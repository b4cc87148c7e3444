import { attributeReader } from '../../attribute-path.js';
import { asUnit, type FlagContext } from '../../flag-context.js';
import type { Scope } from '../../scope.js';
import { traced } from '../../tracer.js';
import { someOf, type Matcher } from './compile-condition.js';
import type { AttributeTest } from '../../extensions.js';
import { overElements, verdictOf } from '../operators/elements.js';
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
    if (verdictOf(isExcluded, value) === true) return 'exclude';
    return verdictOf(isIncluded, value) === true ? 'include' : undefined;
  };
  return traced(
    scope,
    (context) => {
      const list = listed(context);
      return list === undefined ? matches(context) : list === 'include';
    },
    (holds, context) => ({ step: 'segment', segment: key, listed: listed(context), holds }),
  );
}

/** A test for a unit, and for an array with a unit among its elements. */
function isOneOf(units: readonly string[]): AttributeTest {
  const wanted = new Set(units);
  return overElements((value) => {
    const unit = asUnit(value);
    return unit === undefined ? undefined : wanted.has(unit);
  });
}
