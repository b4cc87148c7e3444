import { median, medianRatio } from '../measure/statistics.js';
import { figure } from '../report/figures.js';
import { GoalLimits } from '../report/goal-limits.js';
import { ratioGoal, type Goal } from '../report/goal.js';
import type { ManyResults } from './many-results.js';
import { CHANGED_AMONG } from './many-sizes.js';

/** The titles of the ways to change one flag, for the report. */
const CHANGES = {
  'ours-set': '`MemoryProvider.set`',
  'ours-save': '`saveFlag`',
  'ours-override': '`setOverride`',
  'ours-delta': 'a change by another instance',
} as const;

/** The goals of one change among many flags, for each way. */
export function changeGoals(replace: ManyResults['replace']): readonly Goal[] {
  const [few, , many] = CHANGED_AMONG;
  const { manyOverFew, blockedMilliseconds } = GoalLimits.change;
  return Object.entries(CHANGES).flatMap(([way, title]): Goal[] => {
    const figures = replace[`${way}: ${many}`];
    const blocked = median(figures?.blocked ?? []) / 1e3;
    const what = `${title}, among ${many.toLocaleString('en-US')} flags`;
    return [
      ratioGoal(what, {
        ratio: medianRatio(figures?.seen ?? [], replace[`${way}: ${few}`]?.seen ?? []),
        limit: manyOverFew,
        floor: `the same among ${few}`,
        why: 'No step depends on other flags, but larger maps cause more cache misses of the processor.',
      }),
      {
        what: `${what}: event loop blocked`,
        goal: `≤ ${blockedMilliseconds} ms`,
        measured: `${figure(blocked)} ms`,
        reached: blocked <= blockedMilliseconds,
        why: 'The change is parsed, checked, compiled, hashed for the audit log and announced in one turn of the event loop.',
      },
    ];
  });
}
