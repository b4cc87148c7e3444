import type { AuditQuery } from '../../store/audit-entry.js';
import { columnConditions, columnsOf, pageOf, timeConditions, versionConditions, where } from './log-conditions.js';
import type { StatementValues } from './statement-values.js';

/** How many entries more than a page has are read in the order of their times. */
const MORE = 200;

/** The text of a statement that reads a page of the entries of a time. */
export function timePage(log: string, query: AuditQuery, values: StatementValues): string {
  return columnsOf(query).length === 0 ? everyEntry(log, query, values) : entriesOfColumns(log, query, values);
}

/**
 * Times rise with versions, but not strictly, because the clocks of instances differ. The page is taken from the `nearest`
 * entries in the order of times; then the index of times shows whether `others`, beyond them, belong to it by their version.
 * That compares all entries of the time within the index, 100,000 of them in 5 to 10 ms. Each has one lower and one upper
 * bound of the time: a plan without the values then expects few entries, and uses this index.
 */
function everyEntry(log: string, query: AuditQuery, values: StatementValues): string {
  const { order, limit } = pageOf(query);
  const [since, until] = timeConditions(query, values);
  const versions = versionConditions(query, values);
  const outside =
    order === 'DESC'
      ? [since, 'time <= (SELECT min(time) FROM nearest)', 'version > (SELECT min(version) FROM page)']
      : [until, 'time >= (SELECT max(time) FROM nearest)', 'version < (SELECT max(version) FROM page)'];
  return `
WITH nearest AS MATERIALIZED (
  SELECT time, version FROM ${log}${where([since, until, ...versions])}
    ORDER BY time ${order}, version ${order} LIMIT ${limit + MORE}
), page AS MATERIALIZED (
  SELECT version FROM nearest ORDER BY version ${order} LIMIT ${limit}
), others AS MATERIALIZED (
  SELECT version FROM ${log}${where([...outside, ...versions])} ORDER BY version + 0 ${order} LIMIT ${limit}
)
SELECT entry FROM ${log}
  WHERE version = ANY (ARRAY(
    SELECT version FROM page UNION SELECT version FROM others ORDER BY version ${order} LIMIT ${limit}
  ))
  ORDER BY version ${order}`;
}

/** The entries of a key, actor or action; `+ 0` excludes the order of the primary key. */
function entriesOfColumns(log: string, query: AuditQuery, values: StatementValues): string {
  const { order, limit } = pageOf(query);
  const conditions = [
    ...timeConditions(query, values),
    ...columnConditions(query, columnsOf(query), values),
    ...versionConditions(query, values),
  ];
  return `
SELECT entry FROM ${log}
  WHERE version = ANY (ARRAY(
    SELECT version FROM ${log}${where(conditions)} ORDER BY version + 0 ${order} LIMIT ${limit}
  ))
  ORDER BY version ${order}`;
}
