import { describe, expect, it } from '@jest/globals';
import { errorCauses } from '../../../lib/internal/error-causes.js';

describe('The causes of an error', () => {
  it('begin with the error itself, and go on with the cause of each', () => {
    const driver = new Error('the connection was reset');
    const library = new Error('the query failed', { cause: driver });
    expect(errorCauses(library)).toStrictEqual([library, driver]);
  });

  it('include what is not an error', () => {
    expect(errorCauses(new Error('failed', { cause: 'reset' }))).toStrictEqual([expect.any(Error), 'reset']);
    expect(errorCauses('reset')).toStrictEqual(['reset']);
    expect(errorCauses(undefined)).toStrictEqual([]);
  });

  it('are bounded for an error that is its own cause', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(errorCauses(error)).toHaveLength(5);
  });

  it('end at a cause that cannot be read', () => {
    const error = Object.defineProperty({}, 'cause', {
      get: () => {
        throw new Error('not readable');
      },
    });
    expect(errorCauses(error)).toStrictEqual([error]);
  });
});
