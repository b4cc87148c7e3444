import type { AuditQuery } from '../../store/audit-entry.js';
import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import { keyText } from '../stored-text.js';
import { StatementValues } from './statement-values.js';

/** How many entries are looked at one by one before the index of times is used. */
const NEAR = 1000;

/** Columns whose index continues with the version, so that it has the order of a page. */
type IndexedColumn = 'key' | 'actor' | 'action';

/** A part of a statement that depends on the order of the page. */
interface Direction {
  readonly order: 'ASC' | 'DESC';
  readonly limit: number;
}

/**
 * Reads a page of the log. The text contains only the conditions of the query, and its limit, so that a plan without the
 * values, which some libraries cause by naming statements, uses the same index as a plan with them. Since such a plan
 * expects entries that match to be evenly distributed, it would search the whole log by version for the few entries of an
 * actor or an old day: the order of the page therefore excludes that.
 */
export function logPageStatement(names: PostgresNames, query: AuditQuery): Statement {
  const values = new StatementValues();
  const direction: Direction = {
    order: query.order === 'oldest_first' ? 'ASC' : 'DESC',
    limit: Math.min(Math.floor(query.limit), Number.MAX_SAFE_INTEGER),
  };
  return { text: pageText(names.log, query, direction, values), values: values.all };
}

function pageText(log: string, query: AuditQuery, direction: Direction, values: StatementValues): string {
  const column = COLUMNS.find((name) => query[name] !== undefined);
  if (column !== undefined) return columnPage(log, column, query, direction, values);
  const times = timeConditions(query, values);
  const versions = versionConditions(query, values);
  return times.length === 0
    ? `SELECT entry FROM ${log}${where(versions)} ORDER BY version ${end(direction)}`
    : timePage(log, { times, versions }, direction);
}

/** The most selective one first. */
const COLUMNS: readonly IndexedColumn[] = ['key', 'actor', 'action'];

/**
 * The entries of one key, actor or action. The rows `(key, version)` between two bounds with the same key have that key;
 * written as an equation, the key would be a constant, and the primary key would have the order of the page as well.
 */
function columnPage(
  log: string,
  column: IndexedColumn,
  query: AuditQuery,
  { order, limit }: Direction,
  values: StatementValues,
): string {
  const value = values.text(valueOf(query, column));
  const conditions = [
    `(${column}, version) > (${value}, ${values.version(query.after ?? 0)})`,
    `(${column}, version) < (${value}, ${values.version(query.before ?? Number.MAX_SAFE_INTEGER)})`,
    ...COLUMNS.filter((other) => other !== column && query[other] !== undefined).map(
      (other) => `${other} = ${values.text(valueOf(query, other))}`,
    ),
    ...timeConditions(query, values),
  ];
  return `SELECT entry FROM ${log}${where(conditions)} ORDER BY ${column} ${order}, version ${order} LIMIT ${limit}`;
}

/**
 * The entries of a time. Times rise with versions, but not strictly, because the clocks of instances differ. The entries at
 * the beginning of the page's order are looked at first. If there are too few among them, the versions of all entries of
 * that time are read from their index; `+ 0` excludes the order of the primary key.
 */
function timePage(
  log: string,
  { times, versions }: { readonly times: readonly string[]; readonly versions: readonly string[] },
  direction: Direction,
): string {
  const { order, limit } = direction;
  return `
WITH near AS MATERIALIZED (
  SELECT version, time FROM ${log}${where(versions)} ORDER BY version ${order} LIMIT ${NEAR + limit}
), found AS MATERIALIZED (
  SELECT version FROM near${where(times)} ORDER BY version ${end(direction)}
), others AS MATERIALIZED (
  SELECT version FROM ${log}${where([...times, ...versions, `(SELECT count(*) FROM found) < ${limit}`])}
    ORDER BY version + 0 ${end(direction)}
)
SELECT entry FROM ${log}
  WHERE version = ANY (ARRAY(SELECT version FROM found UNION SELECT version FROM others))
  ORDER BY version ${end(direction)}`;
}

function versionConditions({ after, before }: AuditQuery, values: StatementValues): readonly string[] {
  return [
    ...(after === undefined ? [] : [`version > ${values.version(after)}`]),
    ...(before === undefined ? [] : [`version < ${values.version(before)}`]),
  ];
}

function timeConditions({ since, until }: AuditQuery, values: StatementValues): readonly string[] {
  return [
    ...(since === undefined ? [] : [`time >= ${values.text(timeText(since))}`]),
    ...(until === undefined ? [] : [`time < ${values.text(timeText(until))}`]),
  ];
}

function valueOf(query: AuditQuery, column: IndexedColumn): string {
  const value = query[column] ?? '';
  return column === 'actor' ? keyText(value) : value;
}

/** A time as entries contain it. Years after 9999 begin with a plus sign, and are after all that entries contain. */
function timeText(time: Date): string {
  const text = time.toISOString();
  return text.startsWith('+') ? '~' : text;
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

function end({ order, limit }: Direction): string {
  return `${order} LIMIT ${limit}`;
}
