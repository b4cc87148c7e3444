import { undecidedOnFailure } from '../../compile/evaluation-failure.js';
import { instantOf } from '../../attributes/read-context.js';
import type { Scope } from '../../compile/scope.js';
import { compileWindow } from '../../time/compile-window.js';
import { isoTime } from '../../time/iso-time.js';
import { traced } from '../../compile/tracer.js';
import type { TimeWindow } from '../../time/time-window.js';
import type { Condition, RolloutCondition } from '../condition.js';
import { compileAttributeCondition } from './compile-attribute-condition.js';
import { compilePrerequisite } from './compile-prerequisite.js';
import { compileRollout } from './compile-rollout.js';
import type { Matcher } from './matcher.js';

export function compileCondition(condition: Condition, scope: Scope): Matcher {
  if (typeof condition === 'boolean') {
    return traced(
      scope,
      () => condition,
      () => ({ step: 'constant', holds: condition }),
    );
  }
  if ('all' in condition) {
    return traced(scope, everyOf(condition.all, scope), (holds) => ({ step: 'all', holds: holds ?? null }));
  }
  if ('any' in condition) {
    return traced(scope, someOf(condition.any, scope), (holds) => ({ step: 'any', holds: holds ?? null }));
  }
  if ('not' in condition) {
    return compileNot('not', compileCondition(condition.not, scope), scope);
  }
  if ('segment' in condition) return scope.segment(condition.segment, condition.negate);
  if ('flag' in condition) {
    const holds = compilePrerequisite(condition, scope);
    return condition.negate ? compileNot('negate', holds, scope) : holds;
  }
  if ('time' in condition) {
    const isWithin = compileTime(condition.time, scope);
    return condition.negate ? compileNot('negate', isWithin, scope) : isWithin;
  }
  return 'rollout' in condition ? compileRolloutLeaf(condition, scope) : compileAttributeCondition(condition, scope);
}

function compileNot(step: 'not' | 'negate', matches: Matcher, scope: Scope): Matcher {
  return traced(
    scope,
    (context) => {
      const verdict = matches(context);
      return verdict === undefined ? undefined : !verdict;
    },
    (holds) => ({ step, holds: holds ?? null }),
  );
}

/**
 * Compiles a rollout condition. A context without a targeting key is neither inside the rollout nor known to be
 * outside.
 */
function compileRolloutLeaf({ rollout, negate = false }: RolloutCondition, scope: Scope): Matcher {
  const isInside = compileRollout(rollout, scope);
  if (!negate) return undecidedOnFailure((context) => isInside(context) === true, scope);
  const isOutside = undecidedOnFailure((context) => isInside(context) === false, scope);
  return traced(scope, isOutside, (holds) => ({ step: 'negate', holds: holds ?? null }));
}

/** Tests whether at least one condition holds. */
export function someOf(conditions: readonly Condition[], scope: Scope): Matcher {
  const matchers = conditions.map((condition) => compileCondition(condition, scope));
  return strongest(true, matchers, scope);
}

/** Tests whether all conditions hold. */
export function everyOf(conditions: readonly Condition[], scope: Scope): Matcher {
  const matchers = conditions.map((condition) => compileCondition(condition, scope));
  return strongest(false, matchers, scope);
}

/**
 * Combines verdicts: `deciding` if any matcher returns it, else undecided if any is undecided, else the opposite. An
 * explanation evaluates all matchers, so that it shows every verdict; conditions have no side effects.
 */
function strongest(deciding: boolean, matchers: readonly Matcher[], { tracer }: Scope): Matcher {
  return (context) => {
    let verdict: boolean | undefined = !deciding;
    for (const matches of matchers) {
      const found = matches(context);
      if (found === deciding) {
        verdict = found;
        if (tracer === undefined) return found;
      } else if (found === undefined && verdict !== deciding) {
        verdict = undefined;
      }
    }
    return verdict;
  };
}

function compileTime(window: TimeWindow, scope: Scope): Matcher {
  const isWithin = compileWindow(window);
  return traced(
    scope,
    undecidedOnFailure((context) => isWithin(instantOf(context, scope)), scope),
    (holds, context) => ({
      step: 'time',
      window,
      at: holds === undefined ? undefined : isoTime(instantOf(context, scope)),
      holds: holds ?? null,
    }),
  );
}
