import { UsageLimits } from '../../store/usage/flag-usage.js';
import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import { millisecondsOf, timeBefore } from './sql-time.js';

/**
 * Reads the summary, all flags that are remembered and their answers at one instant: a row for each answer, one for a flag
 * without answers, and one if there are no flags. Without a summary, there is no row.
 */
export function readUsageStatement({ usage, usageAnswers, usageSummary }: PostgresNames): Statement {
  return {
    text: `
SELECT ${millisecondsOf('summary.since')} AS since, ${millisecondsOf('summary.until')} AS until,
    summary.instances::float8 AS instances, flag.flag, ${millisecondsOf('flag.first_at')} AS first_at,
    ${millisecondsOf('flag.last_at')} AS last_at, answer.enabled, answer.variant, answer.count::float8 AS count,
    ${millisecondsOf('answer.last_at')} AS served_at
  FROM ${usageSummary} AS summary
  LEFT JOIN ${usage} AS flag ON flag.last_at > ${timeBefore('$1')}
  LEFT JOIN ${usageAnswers} AS answer ON answer.flag = flag.flag`,
    values: [UsageLimits.retention],
  };
}
