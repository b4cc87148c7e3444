import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import { resolveManagerOptions } from '../../../../lib/manager/options/resolve-manager-options.js';

const create = () => () => 0;

describe('The option "bucketers"', () => {
  it('accepts functions by name, with or without a step', () => {
    const bucketers = { legacy: create, fine: { step: 0.000_01, create } };
    expect(resolveManagerOptions({ bucketers }).extensions.bucketers).toEqual(bucketers);
  });

  it('rejects a reserved name with the reason', () => {
    const bucketers = { 'vendor/unleash': () => () => 0 };
    const resolve = () => resolveManagerOptions({ bucketers });
    expect(resolve).toThrow(InvalidOptionsError);
    expect(resolve).toThrow(/"bucketers".*"vendor\/unleash", whose name begins with "vendor\/", which is reserved/);
  });

  it.each([
    ['a list', [() => () => 0], /bucketers by .*; given: an array/],
    ['a name with a blank', { 'md 5': () => () => 0 }, /"md 5" is not a valid name/],
    ['what is no function', { md5: 5 }, /^Member "md5" of .* must be a function, or .*; given: a whole number/],
    ['a class', { md5: class {} }, /; given: a class/],
    ['a step alone', { md5: { step: 1 } }, /Option "create" of member "md5" of option "bucketers" .* is required/],
    ['a function without its step', { md5: { create } }, /Option "step" of member "md5" .* is required/],
    ['a step of 0', { md5: { step: 0, create } }, /Option "step" of member "md5" .* must be a number above 0/],
    ['a step over 100', { md5: { step: 101, create } }, /Option "step" of member "md5" .* up to 100/],
    ['a class beside its step', { md5: { step: 1, create: class {} } }, /Option "create" .*; given: a class/],
    ['a misspelled member', { md5: { step: 1, create, steps: 1 } }, /Option "steps" of member "md5" .* does not exist/],
  ])('rejects %s, and names it', (_, bucketers, message) => {
    const resolve = () => resolveManagerOptions({ bucketers: bucketers as never });
    expect(resolve).toThrow(InvalidOptionsError);
    expect(resolve).toThrow(message);
  });
});
