import { describe, expect, it } from '@jest/globals';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import { assertVersion, versionOf } from '../../../lib/providers/definition-version.js';
import { VersionConflictError } from '../../../lib/providers/provider.errors.js';

describe('The version of a definition', () => {
  it('is that of the current definition, and 0 if there is none', () => {
    expect(versionOf(undefined)).toBe(0);
    expect(versionOf(parseFlag('search', true))).toBe(0);
    expect(versionOf(parseFlag('search', { type: 'boolean', version: 4 }))).toBe(4);
  });

  it.each([
    [undefined, undefined],
    [undefined, 0],
    [{}, 0],
    [{ version: 4 }, 4],
    [{ version: 4 }, undefined],
  ])('is, for %j, what a writer expects with %j', (stored, expected) => {
    expect(() => assertVersion('flag', 'search', stored, expected)).not.toThrow();
  });

  it.each([
    [undefined, 1, 0],
    [{ version: 4 }, 0, 4],
    [{ version: 4 }, 5, 4],
  ])('is not, for %j, what a writer expects with %j', (stored, expectedVersion, actualVersion) => {
    const check = () => assertVersion('segment', 'staff', stored, expectedVersion);
    expect(check).toThrow(VersionConflictError);
    expect(check).toThrow(expect.objectContaining({ key: 'staff', kind: 'segment', expectedVersion, actualVersion }));
  });
});
