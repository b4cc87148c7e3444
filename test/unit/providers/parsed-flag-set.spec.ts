import { describe, expect, it } from '@jest/globals';
import { parseFlagSet } from '../../../lib/providers/parse-flag-set.js';
import { deliverParsed, parsedDefinitionsOf } from '../../../lib/providers/parsed-flag-set.js';

const parsed = parseFlagSet({ flags: { sale: true }, segments: { vip: { include: ['ada'] } } }, 'provider "shop"');

describe('A set of parsed definitions', () => {
  it('has the definitions by key, also when it is copied', () => {
    const flags = { sale: { key: 'sale', type: 'boolean', enabled: true } };
    const segments = { vip: { key: 'vip', include: ['ada'] } };
    expect({ ...deliverParsed(parsed) }).toStrictEqual({ flags, segments });
  });

  it('is recognized until its records are read, because they may then be changed', () => {
    const set = deliverParsed(parsed);
    expect(parsedDefinitionsOf(set)).toBe(parsed);
    expect(set.flags).toBe(set.flags);
    expect(parsedDefinitionsOf(set)).toBeUndefined();
  });

  it('is not confused with another set of the same definitions', () => {
    expect(parsedDefinitionsOf({ ...deliverParsed(parsed) })).toBeUndefined();
  });
});
