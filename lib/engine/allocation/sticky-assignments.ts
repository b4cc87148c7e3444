import { ownValue } from '../attributes/own-fields.js';
import type { Scope } from '../compile/scope.js';
import type { SplitShare } from '../targeting/rule.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { Sticky, StickyStore } from './sticky.js';

/** The unit has no stored assignment, or one that is no longer served. */
export const NOT_ASSIGNED = -1;

/** The store failed, so that it is unknown whether the unit has an assignment. */
export const STORE_FAILED = -2;

/** The stored assignment has a version below the flag's `minVersion`. */
export const EXCLUDED = -3;

/** The stored assignments of one flag, as indexes of its shares. Never throws. */
export interface StickyAssignments {
  /**
   * The index of the share assigned to the unit, else {@link NOT_ASSIGNED}, {@link STORE_FAILED} or {@link EXCLUDED}.
   */
  readonly keptBy: (unit: string) => number;
  readonly keep: (unit: string, index: number) => void;
}

export function stickyAssignments(
  shares: readonly SplitShare[],
  { version = 1, minVersion = -Infinity }: Sticky,
  store: StickyStore,
  scope: Scope,
): StickyAssignments {
  const { key } = scope;
  const assignments = shares.map(({ variant }) => Object.freeze({ variant, version }));
  const served = new Map(
    shares.flatMap(({ variant, weight }, index): [string, number][] => (weight > 0 ? [[variant, index]] : [])),
  );
  let reported = false;
  const fail = (why: string) => {
    if (!reported) scope.report?.(`The sticky store failed for "${key}", which is drawn without it: ${why}`);
    reported = true;
    return STORE_FAILED;
  };
  const failThrown = (error: unknown) => fail(`it threw ${thrownName(error)}`);
  const failIfRejected = (answer: unknown) => {
    if (answer instanceof Promise) answer.catch(failThrown); // an async store: an unhandled rejection would end the process
  };

  return {
    keptBy: (unit) => {
      try {
        const found: unknown = store.get(unit, key);
        if (found === undefined) return NOT_ASSIGNED;
        const variant = ownValue(found, 'variant');
        const at = ownValue(found, 'version');
        if (typeof variant === 'string' && typeof at === 'number') {
          if (at < minVersion) return EXCLUDED;
          return at === version ? (served.get(variant) ?? NOT_ASSIGNED) : NOT_ASSIGNED;
        }
        const failed = fail('it must return { variant, version } or undefined, and no promise');
        failIfRejected(found);
        return failed;
      } catch (error) {
        return failThrown(error);
      }
    },
    keep: (unit, index) => {
      const assignment = assignments[index];
      if (assignment === undefined || scope.tracer !== undefined) return; // explaining must not write
      try {
        failIfRejected(store.set(unit, key, assignment));
      } catch (error) {
        failThrown(error);
      }
    },
  };
}
