import type { Goal } from './goal.js';
import { markdownTable } from './markdown-table.js';

export function goalsTable(goals: readonly Goal[]): string {
  return markdownTable(
    ['what', 'goal', 'measured', ''],
    goals.map(({ what, goal, measured, reached }) => [what, goal, measured, reached ? 'reached' : '**missed**']),
    4,
  );
}
