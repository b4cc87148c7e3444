import { UsageLimits } from '../../store/usage/flag-usage.js';
import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import { timeBefore } from './sql-time.js';

/** Rows of one kind that have expired, to be removed in batches. */
export interface ExpiredRows {
  /** Removes one batch. The row has the number of removed rows as `removed`. */
  readonly statement: Statement;
  /** The number of rows that one batch removes at most. */
  readonly batch: number;
}

/** Removed in about 15 ms. */
const BATCH = 5000;

/** @param age from which sticky assignments have expired, in milliseconds */
export function expiredSticky({ sticky }: PostgresNames, age: number): ExpiredRows {
  return expiredRows(sticky, 'used_at', age);
}

export function expiredUsageInstances({ usageInstances }: PostgresNames): ExpiredRows {
  return expiredRows(usageInstances, 'seen_at', UsageLimits.instanceRetention);
}

/** Flags that were not evaluated for a long time, with their answers. */
export function expiredUsage({ usage, usageAnswers }: PostgresNames): ExpiredRows {
  return {
    statement: {
      text: `
WITH removed AS (
  ${deletion(usage, 'last_at')} RETURNING flag
), answers AS (
  DELETE FROM ${usageAnswers} AS answer USING removed WHERE answer.flag = removed.flag
)
SELECT count(*)::float8 AS removed FROM removed`,
      values: [UsageLimits.retention, BATCH],
    },
    batch: BATCH,
  };
}

function expiredRows(table: string, column: string, age: number): ExpiredRows {
  return {
    statement: {
      text: `WITH removed AS (${deletion(table, column)} RETURNING 1) SELECT count(*)::float8 AS removed FROM removed`,
      values: [age, BATCH],
    },
    batch: BATCH,
  };
}

/** Rows are found by their place in the table, which needs no index of times. Those that somebody writes are skipped. */
function deletion(table: string, column: string): string {
  return `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM ${table} WHERE ${column} < ${timeBefore('$1')} LIMIT $2::float8::bigint FOR UPDATE SKIP LOCKED
  ))`;
}
