import type { AuditQuery } from '../../store/audit-entry.js';
import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import {
  columnConditions,
  columnsOf,
  hasTime,
  pageOf,
  valueOf,
  versionConditions,
  where,
  type IndexedColumn,
} from './log-conditions.js';
import { StatementValues } from './statement-values.js';
import { timePage } from './time-page.js';

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
