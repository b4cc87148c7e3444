import { describe, expect, it } from '@jest/globals';
import { InvalidFlagKeyError } from '../../../lib/engine/flag.errors.js';
import { assertFlagKey, isFlagKey } from '../../../lib/engine/flag-key.js';

describe('A flag key', () => {
  it.each(['a', '7', 'new_checkout', 'checkout.v2', 'team/search:instant-v2', 'CamelCase', `a${'b'.repeat(127)}`])(
    'may be %j',
    (key) => {
      expect(isFlagKey(key)).toBe(true);
      expect(() => assertFlagKey(key)).not.toThrow();
    },
  );

  it.each([
    ['empty', ''],
    ['longer than 128 characters', `a${'b'.repeat(128)}`],
    ['with a space', 'new checkout'],
    ['with a line break at its end', 'new_checkout\n'],
    ['with a line break in front', '\nnew_checkout'],
    ['that starts with an underscore', '_checkout'],
    ['that starts with a dot', '.checkout'],
    ['that starts with a hyphen', '-checkout'],
    ['that starts with a slash', '/checkout'],
    ['that starts with a colon', ':checkout'],
    ['with an umlaut', 'größe'],
    ['with a bracket between Z and a', 'a[b'],
    ['with an emoji', 'sale🛒'],
    ['that is the name of the prototype', '__proto__'],
    ['that is a number', 7],
    ['that is null', null],
    ['that is missing', undefined],
    ['that only converts to a legal key', { toString: () => 'new_checkout' }],
    ['in an array', ['new_checkout']],
    ['that is a symbol', Symbol('new_checkout')],
  ])('is rejected %s', (_, key) => {
    expect(isFlagKey(key)).toBe(false);
    expect(() => assertFlagKey(key)).toThrow(InvalidFlagKeyError);
  });
});
