import type { FlagContext } from '../flag-context.js';
import type { Scope } from '../compile/scope.js';
import type { SplitShare } from '../targeting/rule.js';
import { traced } from '../compile/tracer.js';
import type { BucketingOptions } from './bucketer.js';
import { NOT_INCLUDED } from './no-variant.js';
import { EXCLUDED, NOT_ASSIGNED, STORE_FAILED, stickyAssignments } from './sticky-assignments.js';
import { fallbackUnitReader, ownUnitReader } from './sticky-units.js';
import type { Sticky, StickyStore } from './sticky.js';

interface StickySpec {
  readonly shares: readonly SplitShare[];
  readonly bucketed: BucketingOptions;
  readonly sticky: Sticky;
  readonly store: StickyStore;
}

/**
 * Looks for a stored assignment before drawing: first that of the unit itself, then that of its `fallbackBy` unit,
 * which is copied to the unit. A drawn variant is stored for both. If a read from the store fails, nothing is written,
 * because the store may already hold an assignment.
 */
export function compileSticky(
  { shares, bucketed, sticky, store }: StickySpec,
  draw: (context: FlagContext) => number,
  scope: Scope,
): (context: FlagContext) => number {
  const { bucketBy } = bucketed;
  const ownUnit = ownUnitReader(bucketBy);
  const fallbackUnit = fallbackUnitReader(sticky.fallbackBy);
  const { keptBy, keep } = stickyAssignments(shares, sticky, store, scope);

  // An explanation shows only the units that were looked up: reading more of the context could fail where the
  // evaluation does not.
  let asked: string[] = [];
  const askExplained = (unit: string) => {
    asked.push(unit);
    return keptBy(unit);
  };
  const ask = scope.tracer === undefined ? keptBy : askExplained;

  const lookUp = (context: FlagContext) => {
    const own = ownUnit(context);
    if (own === undefined) return NOT_ASSIGNED;
    const kept = ask(own);
    if (kept !== NOT_ASSIGNED) return kept;
    const fallback = fallbackUnit(context);
    if (fallback === undefined || fallback === own) return NOT_ASSIGNED;
    const inherited = ask(fallback);
    if (inherited >= 0) keep(own, inherited);
    return inherited;
  };
  const unitsOf = (context: FlagContext) => {
    const own = ownUnit(context);
    if (own === undefined) return [];
    const fallback = fallbackUnit(context);
    return fallback === undefined || fallback === own ? [own] : [own, fallback];
  };
  const lookUpExplained = (context: FlagContext) => {
    asked = [];
    return lookUp(context);
  };
  const recall = traced(scope, scope.tracer === undefined ? lookUp : lookUpExplained, (index) => ({
    step: 'sticky',
    units: asked,
    kept: shares[index]?.variant,
    isExcluded: index === EXCLUDED,
  }));
  return (context) => {
    const kept = recall(context);
    if (kept >= 0) return kept;
    if (kept === EXCLUDED) return NOT_INCLUDED; // nothing is written: the unit stays excluded
    const drawn = draw(context);
    if (drawn < 0 || kept === STORE_FAILED) return drawn;
    for (const unit of unitsOf(context)) keep(unit, drawn);
    return drawn;
  };
}
