import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import { resolveManagerOptions } from '../../../../lib/manager/options/resolve-manager-options.js';

const create = () => () => 0;

describe('The option "bucketers"', () => {
  it('holds functions by name, or their steps beside them', () => {
    const bucketers = { legacy: create, fine: { step: 0.000_01, create } };
    expect(resolveManagerOptions({ bucketers }).extensions.bucketers).toEqual(bucketers);
  });

  it('refuses a reserved name, and says why', () => {
    const bucketers = { 'vendor/unleash': () => () => 0 };
    const resolve = () => resolveManagerOptions({ bucketers });
    expect(resolve).toThrow(InvalidOptionsError);
    expect(resolve).toThrow(/"bucketers".*"vendor\/unleash", whose name begins with "vendor\/", which is reserved/);
  });

  it.each([
    ['a list', [() => () => 0]],
    ['a name with a blank', { 'md 5': () => () => 0 }],
    ['what is no function', { md5: 5 }],
    ['a class', { md5: class {} }],
    ['a step alone', { md5: { step: 1 } }],
    ['a function without its step', { md5: { create } }],
    ['a step of 0', { md5: { step: 0, create } }],
    ['a step over 100', { md5: { step: 101, create } }],
    ['a misspelt property', { md5: { step: 1, create, steps: 1 } }],
  ])('refuses %s', (_, bucketers) => {
    expect(() => resolveManagerOptions({ bucketers: bucketers as never })).toThrow(InvalidOptionsError);
  });
});
