import { undecidedOnFailure } from '../../compile/evaluation-failure.js';
import { instantOf } from '../../attributes/read-context.js';
import type { Scope } from '../../compile/scope.js';
import { compileWindow } from '../../time/compile-window.js';
import { isoTime } from '../../time/iso-time.js';
import { traced } from '../../compile/tracer.js';
import type { Condition, ConditionNode } from '../condition.js';
import { compileAttributeCondition } from './compile-attribute-condition.js';
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
    const matches = compileCondition(condition.not, scope);
    return traced(
      scope,
      (context) => {
        const verdict = matches(context);
        return verdict === undefined ? undefined : !verdict;
      },
      (holds) => ({ step: 'not', holds: holds ?? null }),
    );
  }
  if ('segment' in condition) return scope.segment(condition.segment);
  if ('time' in condition) return compileTime(condition.time, scope);
  if ('rollout' in condition) {
    const isInside = compileRollout(condition.rollout, scope);
    return undecidedOnFailure((context) => isInside(context) === true, scope);
  }
  return compileAttributeCondition(condition, scope);
}

/** Whether one of several conditions holds. */
export function someOf(conditions: readonly Condition[], scope: Scope): Matcher {
  const matchers = conditions.map((condition) => compileCondition(condition, scope));
  return strongest(true, matchers, scope);
}

function everyOf(conditions: readonly Condition[], scope: Scope): Matcher {
  const matchers = conditions.map((condition) => compileCondition(condition, scope));
  return strongest(false, matchers, scope);
}

/**
 * The verdict that decides alone if one matcher gives it; else undecided if one is, else the other one. An explanation
 * shows every verdict: conditions have no effects, so that asking on changes nothing.
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

function compileTime(window: Extract<ConditionNode, { time: unknown }>['time'], scope: Scope): Matcher {
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
