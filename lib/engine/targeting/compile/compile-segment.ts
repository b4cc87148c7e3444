import { undecidedOnFailure } from '../../compile/evaluation-failure.js';
import type { FlagContext } from '../../flag-context.js';
import type { Scope } from '../../compile/scope.js';
import { traced } from '../../compile/tracer.js';
import { negated } from '../negation.js';
import type { Segment } from '../segment.js';
import type { Matcher } from './matcher.js';
import { everyOf, someOf } from './compile-condition.js';
import { compileLists, type Listed } from './segment-lists.js';

/**
 * Tests whether a context is in a segment. Excluded users are not in it, included users are; for others, one of the
 * rules must hold.
 */
export function compileSegment(segment: Segment, scope: Scope): Matcher {
  const listed = compileLists(segment);
  const matches = someOf(segment.rules ?? [], scope);
  return tracedSegment(segment, listed, scope, (context) => {
    const list = listed(context);
    if (list === 'exclude') return false;
    return list === 'include' ? true : matches(context);
  });
}

/**
 * Tests whether a context is known not to be in a segment. That is false if the context lacks an attribute that the
 * segment needs, for its lists or its rules.
 */
export function compileNegatedSegment(segment: Segment, scope: Scope): Matcher {
  const listed = compileLists(segment);
  const matches = everyOf((segment.rules ?? []).map(negated), scope);
  return tracedSegment({ ...segment, negate: true }, listed, scope, (context) => {
    const list = listed(context);
    return list === 'neither' ? matches(context) : list === 'exclude';
  });
}

function tracedSegment(
  { key, negate }: Segment & { readonly negate?: true },
  listed: (context: FlagContext) => Listed,
  scope: Scope,
  decide: Matcher,
): Matcher {
  return traced(scope, undecidedOnFailure(decide, scope), (holds, context) => ({
    step: 'segment',
    segment: key,
    ...(negate && { negate }),
    listed: holds === undefined ? undefined : shownList(listed(context)),
    holds: holds ?? null,
  }));
}

/** The list that decided; `undefined` when the rules did. */
function shownList(listed: Listed): 'exclude' | 'include' | undefined {
  return listed === 'exclude' || listed === 'include' ? listed : undefined;
}
