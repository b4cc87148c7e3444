import { attributeReader } from '../../attribute-path.js';
import { asUnit, type FlagContext } from '../../flag-context.js';
import type { Scope } from '../../scope.js';
import { traced } from '../../tracer.js';
import { someOf, type Matcher } from './compile-condition.js';
import type { Segment } from '../segment.js';

/** Whether a context is in a segment: excluded is out, included is in, else one of the rules must hold. */
export function compileSegment(segment: Segment, scope: Scope): Matcher {
  const { key, attribute = 'userId', include = [], exclude = [], rules = [] } = segment;
  const read = attributeReader(attribute);
  const included = new Set(include);
  const excluded = new Set(exclude);
  const matches = someOf(rules, scope);
  const listed = (context: FlagContext): 'exclude' | 'include' | undefined => {
    const unit = asUnit(read(context));
    if (unit === undefined) return undefined;
    if (excluded.has(unit)) return 'exclude';
    return included.has(unit) ? 'include' : undefined;
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
