import { describe, expect, it } from '@jest/globals';
import { errorCodesOf } from '../../../lib/internal/error-codes.js';

function coded(code: unknown, cause?: unknown): Error {
  return Object.assign(new Error('redis://user:secret@host', { cause }), { code });
}

describe('The codes of an error', () => {
  it('are those of the error and its causes, outermost first and without repetition', () => {
    const error = coded('STORE_UNAVAILABLE', coded('STORE_UNAVAILABLE', coded('ECONNREFUSED')));
    expect(errorCodesOf(error)).toStrictEqual(['STORE_UNAVAILABLE', 'ECONNREFUSED']);
  });

  it('include those of a database', () => {
    expect(errorCodesOf(coded('STORE_UNAVAILABLE', coded('28P01', coded('42501'))))).toStrictEqual([
      'STORE_UNAVAILABLE',
      '28P01',
      '42501',
    ]);
  });

  it('include those below a cause without a code', () => {
    expect(errorCodesOf(coded('PROVIDER_FAILED', new Error('no code', { cause: coded('ENOENT') })))).toStrictEqual([
      'PROVIDER_FAILED',
      'ENOENT',
    ]);
  });

  it.each([
    ['a sentence', 'Password secret is wrong'],
    ['text in lower case', 'secret'],
    ['a URL', 'REDIS://HOST'],
    ['a number', 42],
    ['a number in a text', '123456'],
    ['a long text', 'A'.repeat(65)],
    ['a single letter', 'A'],
  ])('never include %s', (_, code) => {
    expect(errorCodesOf(coded(code))).toStrictEqual([]);
  });

  it.each([undefined, null, 'ECONNREFUSED', 42, {}])('are none for %p', (thrown) => {
    expect(errorCodesOf(thrown)).toStrictEqual([]);
  });

  it('end for errors that are their own cause', () => {
    const error = coded('EIO');
    error.cause = error;
    expect(errorCodesOf(error)).toStrictEqual(['EIO']);
  });

  it('end at an error that cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(errorCodesOf(coded('EIO', proxy))).toStrictEqual(['EIO']);
  });
});
