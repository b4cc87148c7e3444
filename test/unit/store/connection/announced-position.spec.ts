import { describe, expect, it } from '@jest/globals';
import { announcedPosition } from '../../../../lib/store/connection/announced-position.js';

describe('A message on the channel', () => {
  it('contains the position of the log', () => {
    const id = '0b0c9a3e-6f5d-4c0e-9a53-0d1b6f1a1f10';
    expect(announcedPosition(`7 ${id}`)).toEqual({ version: 7, id });
  });

  const entries = '{"after":"7 a","entries":[{"version":8}]}';
  it.each(['', '7', '-1 a', '0 a', '1e3 a', '99999999999999999 a', 'no position', '{}', entries])(
    'is ignored when it is %j',
    (message) => expect(announcedPosition(message)).toBeUndefined(),
  );

  it('is not parsed when it is longer than any position', () => {
    expect(announcedPosition(`7 ${'a'.repeat(198)}`)).toMatchObject({ version: 7 });
    expect(announcedPosition(`7 ${'a'.repeat(199)}`)).toBeUndefined();
  });
});
