import { describe, expect, it } from '@jest/globals';
import type { FlagRequirement } from '../../../../lib/nest/gates/flag-requirement.js';
import { readRequirement } from '../../../../lib/nest/gates/read-requirement.js';

const read = (given: unknown) => readRequirement(given, 'The requirement of FlagGuard');
const nested = (levels: number): FlagRequirement => (levels === 0 ? 'sale' : { not: nested(levels - 1) });

const { proxy: revoked, revoke } = Proxy.revocable([], {});
revoke();

describe('A written requirement', () => {
  it.each<[FlagRequirement]>([
    ['sale'],
    [{ flag: 'theme', variant: 'dark' }],
    [{ flag: 'theme', variant: ['dark', 'light'] }],
    [{ all: ['sale', { any: ['search', { not: 'freeze' }] }] }],
    [nested(11)], // ten levels within the outermost one
  ])('is copied: %j', (requirement) => {
    const copy = read(requirement);
    expect(copy).toEqual(requirement);
    if (typeof requirement === 'object') expect(copy).not.toBe(requirement);
  });

  it.each<[string, unknown, string | RegExp]>([
    ['a function', () => 'sale', /given: a function\. Call the function, or put its flag's key here\. See /],
    ['a list', ['sale'], /must be a flag key or an object; given: an array\. See /],
    ['a revoked proxy', revoked, /must be a plain object .*; given: a Proxy that throws when it is read\. See /],
    [
      'variants in one',
      { flag: 'theme', variant: revoked },
      /must be a string of 1 to \d+ characters .*; given: a Proxy/,
    ],
    ['nothing', undefined, /must be a flag key or an object; given: undefined\. See /],
    ['nested too deep', nested(12), /is nested deeper than 10 levels\. See /],
    ['without an operator', {}, 'exactly one of'],
    ['two operators', { all: ['sale'], any: ['search'] }, 'exactly one of'],
    ['an empty list', { all: [] }, 'need at least one entry'],
    ['a flag beside another operator', { flag: 'sale', not: 'search' }, 'exactly one of'],
    ['a variant without a flag', { variant: 'dark' }, 'exactly one of'],
    ['a flag without a variant', { flag: 'theme' }, 'exactly one of'],
    ['no variant at all', { flag: 'theme', variant: [] }, 'must name at least one variant'],
    ['an unknown property', { flag: 'theme', varient: 'dark' }, 'varient'],
  ])('is rejected when it is %s', (_, given, message) => {
    expect(() => read(given)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
    expect(() => read(given)).toThrow(message);
  });

  it('is rejected when it names an invalid key', () => {
    expect(() => read({ not: 'no key!' })).toThrow(expect.objectContaining({ code: 'INVALID_FLAG_KEY' }));
  });
});
