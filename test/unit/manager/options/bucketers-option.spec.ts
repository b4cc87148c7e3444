import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import { resolveManagerOptions } from '../../../../lib/manager/options/resolve-manager-options.js';

describe('The option "bucketers"', () => {
  it('holds functions by name', () => {
    const bucketers = { legacy: () => () => 0 };
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
  ])('refuses %s', (_, bucketers) => {
    expect(() => resolveManagerOptions({ bucketers: bucketers as never })).toThrow(InvalidOptionsError);
  });
});
