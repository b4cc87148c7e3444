import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { errorCodeOf } from '../../../lib/internal/error-code.js';

describe('errorCodeOf', () => {
  it('reads the code of an error of Node', async () => {
    const error: unknown = await readFile('/no/such/file').catch((thrown: unknown) => thrown);
    expect(errorCodeOf(error)).toBe('ENOENT');
  });

  it.each([[undefined], [null], ['ENOENT'], [new Error('no code')], [{ code: 42 }]])('finds none in %p', (thrown) => {
    expect(errorCodeOf(thrown)).toBeUndefined();
  });

  it('finds none in an object that throws when it is read', () => {
    const thrown = Object.defineProperty({}, 'code', {
      get() {
        throw new Error('unreadable');
      },
    });
    expect(errorCodeOf(thrown)).toBeUndefined();
  });
});
