import { LOADED_COUNT } from '../many/many-sizes.js';
import { median, medianRatio } from '../measure/statistics.js';
import { figure } from '../report/figures.js';
import { GoalLimits } from '../report/goal-limits.js';
import { ratioGoal, type Goal } from '../report/goal.js';
import type { RedisResults } from './redis-results.js';

const WHY = {
  save:
    'Each definition is copied, validated as input, and hashed with its audit entry; Redis then writes ten thousand entries ' +
    'and documents by a script. See "saved by one `saveAll` into a store in memory" for the library\'s part of that time.',
  boot:
    'In addition to reading and parsing, a boot loads two connections and their scripts, validates each definition as input, ' +
    'hashes the documents to compare them with the log, and reads the last entries. Most of it is code that runs for the ' +
    'first time.',
} as const;

/** The suite's goals, from its own figures. */
export function redisGoals({ figures: { save, boot, read } }: RedisResults): readonly Goal[] {
  const many = `${LOADED_COUNT.toLocaleString('en-US')} flags`;
  const { redisMilliseconds } = GoalLimits.bulk;
  const saved = median(save);
  return [
    {
      what: `${many}: saved by one \`saveAll\` into Redis`,
      goal: `≤ ${redisMilliseconds.toLocaleString('en-US')} ms`,
      measured: `${figure(saved)} ms`,
      reached: saved <= redisMilliseconds,
      why: WHY.save,
    },
    ratioGoal(`${many}: boot from Redis`, {
      ratio: medianRatio(boot, read),
      limit: GoalLimits.boot.overReading,
      floor: 'reading the same documents and `JSON.parse`',
      why: WHY.boot,
    }),
  ];
}
