import { describe, expect, it } from '@jest/globals';
import { matchesTag } from '../../../../lib/ofrep/tags/matches-tag.js';

describe('An If-None-Match header', () => {
  it.each(['"abc"', 'W/"abc"', 'abc', '*', ' * ', '"other", "abc"', '"other",W/"abc"', 'other, abc'])(
    'matches the tag "abc" as %s',
    (header) => {
      expect(matchesTag(header, '"abc"')).toBe(true);
    },
  );

  it.each([undefined, '', '"other"', '"ab"', '"abcd"', '"a, abc, b"', 'W/', '"*"'])(
    'does not match the tag "abc" as %s',
    (header) => {
      expect(matchesTag(header, '"abc"')).toBe(false);
    },
  );
});
