import type { Goal } from './goal.js';
import { markdownTable } from './markdown-table.js';

/** A table of all goals, followed by the reasons for missed ones. */
export function goalsTable(goals: readonly Goal[]): string {
  const table = markdownTable(
    ['what', 'goal', 'measured', ''],
    goals.map(({ what, goal, measured, reached }) => [what, goal, measured, reached ? 'reached' : '**missed**']),
    4,
  );
  const reasons = goals.flatMap(({ what, reached, why }) => (reached ? [] : [`- **${what}**: ${why}`]));
  return reasons.length === 0 ? table : `${table}\n\nReasons for missed goals:\n\n${reasons.join('\n')}`;
}
