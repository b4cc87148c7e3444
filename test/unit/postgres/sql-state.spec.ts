import { describe, expect, it } from '@jest/globals';
import { serverErrorOf, sqlStateOf } from '../../../lib/postgres/connection/sql-state.js';
import { StoreUnavailableError } from '../../../lib/store/store.errors.js';

function coded(code: string, cause?: unknown): Error {
  return Object.assign(new Error('failed', { cause }), { code });
}

describe('The SQLSTATE of an error', () => {
  it.each(['42P01', '40001', '57P03', '0A000', 'XX001', 'F0000', 'P0001'])('is its code if that is one: %s', (code) => {
    expect(sqlStateOf(coded(code))).toBe(code);
  });

  it.each(['EPIPE', 'EPERM', 'EBUSY', 'ECONNREFUSED', 'P2010', 'P1001', '4200', '42p01', ''])(
    'is not a code of Node or of another library: %s',
    (code) => {
      expect(sqlStateOf(coded(code))).toBeUndefined();
    },
  );

  it('is found in an error that a library or a store has wrapped', () => {
    const driver = coded('40P01');
    const wrapped = new StoreUnavailableError('postgres', 'failed', { cause: coded('P2010', driver) });
    expect(serverErrorOf(wrapped)).toStrictEqual({ sqlState: '40P01', error: driver });
  });

  it.each([undefined, null, 'failed', 42, new Error('Connection terminated')])('is missing in %p', (error) => {
    expect(sqlStateOf(error)).toBeUndefined();
  });
});
