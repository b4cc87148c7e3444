import { describe, expect, it } from '@jest/globals';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { flagVersion } from '../../../../lib/manager/exposure/flag-version.js';

const versionOf = (definition: unknown) => flagVersion(parseFlag('theme', definition));

describe('The version of a flag', () => {
  it('is the number that a writable provider or store has given it', () => {
    expect(versionOf({ type: 'percentage', percentage: 30, version: 7 })).toBe('7');
  });

  it('is a hash of its content otherwise, whatever the order of its members', () => {
    const version = versionOf({ type: 'percentage', percentage: 30, salt: 'x' });
    expect(version).toMatch(/^sha256-[\w-]{16}$/);
    expect(versionOf({ salt: 'x', percentage: 30, type: 'percentage' })).toBe(version);
    expect(versionOf({ type: 'percentage', percentage: 31, salt: 'x' })).not.toBe(version);
  });

  it.each([
    ['description', 'The theme.'],
    ['tags', ['shop']],
    ['owner', 'team-shop'],
    ['kind', 'release'],
    ['expiresAt', '2027-03-31T00:00:00Z'],
    ['metadata', { ticket: 'SHOP-42' }],
    ['client', true],
  ])('does not depend on its %s, which never changes an answer', (member, value) => {
    const version = versionOf({ type: 'percentage', percentage: 30 });
    expect(versionOf({ type: 'percentage', percentage: 30, [member]: value })).toBe(version);
  });
});
