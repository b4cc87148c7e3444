import { describe, expect, it } from '@jest/globals';
import { parsePosition, positionText } from '../../../lib/store/store-position.js';
import { START } from '../../../lib/store/flag-store.js';

describe('The position of a store', () => {
  it('is converted to text and back', () => {
    for (const position of [START, { version: 1, id: 'a' }, { version: 2 ** 53 - 1, id: 'two words\n' }]) {
      expect(parsePosition(positionText(position))).toEqual(position);
    }
  });

  it('differs from the start for version 0 with an id', () => {
    expect(positionText({ version: 0, id: 'gone' })).not.toBe(positionText(START));
  });

  for (const text of [' ', '1', '1 ', 'one id', '-1 id', '1.5 id', '9007199254740992 id', ' 1 id']) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(parsePosition(text)).toBeUndefined();
    });
  }
});
