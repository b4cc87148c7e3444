import type { AuditQuery } from '../../store/audit-entry.js';
import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import {
  columnConditions,
  columnsOf,
  hasTime,
  pageOf,
  timeConditions,
  versionConditions,
  where,
} from './log-conditions.js';
import { StatementValues } from './statement-values.js';

/** The number of entries that need not match among those that are looked at. */
const OTHERS = 200;

/**
 * Reads the entries that match among those at the beginning of the page's order. If they fill the page, it is complete, and
 * need not be searched for by time. `undefined` for queries without a time, which are not searched for in that way.
 */
export function nearPageStatement({ log }: PostgresNames, query: AuditQuery): Statement | undefined {
  if (!hasTime(query)) return undefined;
  const values = new StatementValues();
  const { order, limit } = pageOf(query);
  const near = `SELECT version, time, key, actor, action, entry FROM ${log}${where(versionConditions(query, values))}
    ORDER BY version ${order} LIMIT ${limit + OTHERS}`;
  const conditions = [...timeConditions(query, values), ...columnConditions(query, columnsOf(query), values)];
  const text = `SELECT entry FROM (${near}) AS near${where(conditions)} ORDER BY version ${order} LIMIT ${limit}`;
  return { text, values: values.all };
}
