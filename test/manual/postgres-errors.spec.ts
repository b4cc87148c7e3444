import { expect, it } from '@jest/globals';
import { sqlStateMeanings, type SqlStateOutcome } from '../../lib/postgres/connection/sql-state-meanings.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';

const ERRORS: Readonly<Record<SqlStateOutcome, string>> = {
  unavailable: 'STORE_UNAVAILABLE',
  temporary_refusal: 'STORE_UNAVAILABLE, isRefusal',
  refusal: 'STORE_UNAVAILABLE, isRefusal',
  failed: 'STORE_FAILED',
};

it('The page on Postgres in production lists what the store makes of every error of the server', () => {
  const meanings = Object.entries(sqlStateMeanings('feature_flags'));
  const rows = meanings.map(([sqlState, { outcome, text }]) => [
    sqlState.length === 2 ? `${sqlState}…` : sqlState,
    ERRORS[outcome],
    text.replaceAll('`', ''),
  ]);
  expect(tableRows(page('docs/guide/postgres-operating.md').text, 'SQLSTATE')).toStrictEqual(
    rows.toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1)),
  );
});
