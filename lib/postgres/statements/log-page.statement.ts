import type { AuditQuery } from '../../store/audit-entry.js';
import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import {
  columnConditions,
  columnsOf,
  hasTime,
  timeConditions,
  valueOf,
  versionConditions,
  where,
  type IndexedColumn,
} from './log-conditions.js';
import { StatementValues } from './statement-values.js';

/** How many entries more than a page has are looked at one by one before the index of times is used. */
const NEAR = 1000;

/**
 * Reads a page of the log. The text contains only the conditions of the query, and its limit, so that a plan without the
 * values, which some libraries cause by naming statements, uses the same index as a plan with them. Since such a plan
 * expects entries that match to be evenly distributed, it would search the whole log by version for the few entries of an
 * actor or an old day: the order of the page therefore excludes that.
 */
export function logPageStatement({ log }: PostgresNames, query: AuditQuery): Statement {
  const values = new StatementValues();
  const [column] = columnsOf(query);
  if (hasTime(query)) return { text: timePage(log, query, values), values: values.all };
  const text = column === undefined ? versionPage(log, query, values) : columnPage(log, column, query, values);
  return { text, values: values.all };
}

/**
 * Reads the entries that match among those at the beginning of the page's order. If they fill the page, it is complete: then
 * it need not be searched for in all entries of that time. `undefined` for queries without a time, which have no such need.
 */
export function nearPageStatement({ log }: PostgresNames, query: AuditQuery): Statement | undefined {
  if (!hasTime(query)) return undefined;
  const values = new StatementValues();
  const { order, limit } = pageOf(query);
  const near = `SELECT version, time, key, actor, action, entry FROM ${log}${where(versionConditions(query, values))}
    ORDER BY version ${order} LIMIT ${limit + NEAR}`;
  const conditions = [...timeConditions(query, values), ...columnConditions(query, columnsOf(query), values)];
  const text = `SELECT entry FROM (${near}) AS near${where(conditions)} ORDER BY version ${order} LIMIT ${limit}`;
  return { text, values: values.all };
}

function versionPage(log: string, query: AuditQuery, values: StatementValues): string {
  const { order, limit } = pageOf(query);
  return `SELECT entry FROM ${log}${where(versionConditions(query, values))} ORDER BY version ${order} LIMIT ${limit}`;
}

/**
 * The entries of one key, actor or action. The rows `(key, version)` between two bounds with the same key have that key;
 * written as an equation, the key would be a constant, and the primary key would have the order of the page as well.
 */
function columnPage(log: string, column: IndexedColumn, query: AuditQuery, values: StatementValues): string {
  const { order, limit } = pageOf(query);
  const value = values.text(valueOf(query, column));
  const others = columnsOf(query).filter((other) => other !== column);
  const conditions = [
    `(${column}, version) > (${value}, ${values.version(query.after ?? 0)})`,
    `(${column}, version) < (${value}, ${values.version(query.before ?? Number.MAX_SAFE_INTEGER)})`,
    ...columnConditions(query, others, values),
  ];
  return `SELECT entry FROM ${log}${where(conditions)} ORDER BY ${column} ${order}, version ${order} LIMIT ${limit}`;
}

/**
 * The entries of a time, whose order is not quite that of the versions, because the clocks of instances differ. The versions
 * are read from the index of times alone; `+ 0` excludes the order of the primary key.
 */
function timePage(log: string, query: AuditQuery, values: StatementValues): string {
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

function pageOf({ order, limit }: AuditQuery): { readonly order: 'ASC' | 'DESC'; readonly limit: number } {
  return { order: order === 'oldest_first' ? 'ASC' : 'DESC', limit: Math.min(Math.floor(limit), LARGEST_LIMIT) };
}

const LARGEST_LIMIT = 2 ** 31 - 1;
