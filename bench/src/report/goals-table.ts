import type { Goal } from './goal.js';
import { markdownTable } from './markdown-table.js';

/** All goals, and below them why some are missed. */
export function goalsTable(goals: readonly Goal[]): string {
  const table = markdownTable(
    ['what', 'goal', 'measured', ''],
    goals.map(({ what, goal, measured, reached }) => [what, goal, measured, reached ? 'reached' : '**missed**']),
    4,
  );
  const reasons = goals.flatMap(({ what, reached, why }) => (reached ? [] : [`- **${what}**: ${why}`]));
  return reasons.length === 0 ? table : `${table}\n\nWhy some are missed:\n\n${reasons.join('\n')}`;
}
