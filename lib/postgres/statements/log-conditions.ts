import type { AuditQuery } from '../../store/audit-entry.js';
import { keyText } from '../stored-text.js';
import type { StatementValues } from './statement-values.js';

/** Columns whose index continues with the version; the most selective one first. */
export const INDEXED_COLUMNS = ['key', 'actor', 'action'] as const;

export type IndexedColumn = (typeof INDEXED_COLUMNS)[number];

/** Sorts after every time that entries contain. */
const LAST = '~';

/** The columns that a query names. */
export function columnsOf(query: AuditQuery): readonly IndexedColumn[] {
  return INDEXED_COLUMNS.filter((column) => query[column] !== undefined);
}

export function columnConditions(
  query: AuditQuery,
  columns: readonly IndexedColumn[],
  values: StatementValues,
): readonly string[] {
  return columns.map((column) => `${column} = ${values.text(valueOf(query, column))}`);
}

/** The value of a column that a query names. */
export function valueOf(query: AuditQuery, column: IndexedColumn): string {
  const value = query[column] ?? '';
  return column === 'actor' ? keyText(value) : value;
}

export function versionConditions({ after, before }: AuditQuery, values: StatementValues): readonly string[] {
  return [
    ...(after === undefined ? [] : [`version > ${values.version(after)}`]),
    ...(before === undefined ? [] : [`version < ${values.version(before)}`]),
  ];
}

/** Both bounds of a time, even if the query has one: a plan without the values then expects few entries. */
export function timeConditions(
  { since, until }: AuditQuery,
  values: StatementValues,
): readonly [since: string, until: string] {
  return [
    `time >= ${values.text(since === undefined ? '' : timeText(since))}`,
    `time < ${values.text(until === undefined ? LAST : timeText(until))}`,
  ];
}

export function hasTime({ since, until }: AuditQuery): boolean {
  return since !== undefined || until !== undefined;
}

export function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/** The order of a page, and the number of its entries, as SQL. */
export function pageOf({ order, limit }: AuditQuery): { readonly order: 'ASC' | 'DESC'; readonly limit: number } {
  return { order: order === 'oldest_first' ? 'ASC' : 'DESC', limit: Math.min(Math.floor(limit), LARGEST_LIMIT) };
}

const LARGEST_LIMIT = 2 ** 31 - 1;

/** Years after 9999 begin with a plus sign, which sorts before all others. */
function timeText(time: Date): string {
  const text = time.toISOString();
  return text.startsWith('+') ? LAST : text;
}
