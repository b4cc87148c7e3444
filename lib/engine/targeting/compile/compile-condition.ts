import { instantOf, type FlagContext } from '../../flag-context.js';
import type { Scope } from '../../scope.js';
import { compileWindow } from '../../time/compile-window.js';
import { isoTime } from '../../time/iso-time.js';
import { traced } from '../../tracer.js';
import type { Condition } from '../condition.js';
import { compileAttributeCondition } from './compile-attribute-condition.js';
import { compileRollout } from './compile-rollout.js';

/** Whether a context meets a condition. */
export type Matcher = (context: FlagContext) => boolean;

export function compileCondition(condition: Condition, scope: Scope): Matcher {
  if ('all' in condition) {
    return traced(scope, everyOf(condition.all, scope), (holds) => ({ step: 'all', holds }));
  }
  if ('any' in condition) {
    return traced(scope, someOf(condition.any, scope), (holds) => ({ step: 'any', holds }));
  }
  if ('not' in condition) {
    const matches = compileCondition(condition.not, scope);
    return traced(
      scope,
      (context) => !matches(context),
      (holds) => ({ step: 'not', holds }),
    );
  }
  if ('segment' in condition) return scope.segment(condition.segment);
  if ('time' in condition) return compileTime(condition.time, scope);
  if ('rollout' in condition) {
    const isInside = compileRollout(condition.rollout, scope);
    return (context) => isInside(context) === true;
  }
  return compileAttributeCondition(condition, scope);
}

/** Whether one of several conditions holds. */
export function someOf(conditions: readonly Condition[], scope: Scope): Matcher {
  const matchers = conditions.map((condition) => compileCondition(condition, scope));
  if (scope.tracer !== undefined) return (context) => verdicts(matchers, context).includes(true);
  return (context) => {
    for (const matches of matchers) if (matches(context)) return true;
    return false;
  };
}

function everyOf(conditions: readonly Condition[], scope: Scope): Matcher {
  const matchers = conditions.map((condition) => compileCondition(condition, scope));
  if (scope.tracer !== undefined) return (context) => !verdicts(matchers, context).includes(false);
  return (context) => {
    for (const matches of matchers) if (!matches(context)) return false;
    return true;
  };
}

/** An explanation shows every verdict; conditions have no effects, so that asking on changes nothing. */
function verdicts(matchers: readonly Matcher[], context: FlagContext): boolean[] {
  return matchers.map((matches) => matches(context));
}

function compileTime(window: Extract<Condition, { time: unknown }>['time'], scope: Scope): Matcher {
  const isWithin = compileWindow(window);
  return traced(
    scope,
    (context) => isWithin(instantOf(context, scope)),
    (holds, context) => ({ step: 'time', window, at: isoTime(instantOf(context, scope)), holds }),
  );
}
