import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isFlagKey } from '../../../lib/engine/flag-key.js';
import { envNameOf, flagKeyOfEnvName } from '../../../lib/providers/env-name.js';

const legalKey = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/);
// Mappings are most likely to fail for adjacent separators, and for keys that look like an escape.
const trickyKey = fc
  .array(fc.constantFrom('_', '__', '.', '..', '_x', 'x', '41', '2F', 'a', 'X', '0', ':', '/', '-'), { maxLength: 24 })
  .map((parts) => `a${parts.join('')}`);

describe('Names of environment variables', () => {
  it.each([
    ['new_checkout', 'NEW_CHECKOUT'],
    ['search2', 'SEARCH2'],
    ['checkout.v2', 'CHECKOUT__V2'],
    ['eu/sale', 'EU_x2FSALE'],
    ['newUi', 'NEW_x55I'],
    ['team:search-v2', 'TEAM_x3ASEARCH_x2DV2'],
    ['a__b', 'A_x5F_x5FB'],
    ['a..b', 'A_x2E_x2EB'],
    ['a._b', 'A_x2E_x5FB'],
    ['a_', 'A_'],
    ['a.', 'A__'],
    ['a_x41', 'A_X41'],
  ])('represent keys: %s is %s', (key, name) => {
    expect(envNameOf(key)).toBe(name);
    expect(flagKeyOfEnvName(name)).toBe(key);
  });

  it('can represent every valid key, and each by a unique name', () => {
    fc.assert(
      fc.property(fc.oneof(legalKey, trickyKey), (key) => {
        expect(isFlagKey(key)).toBe(true);
        expect(flagKeyOfEnvName(envNameOf(key))).toBe(key);
      }),
      { numRuns: 5000 },
    );
  });

  it('are valid in every shell, after a prefix', () => {
    fc.assert(
      fc.property(fc.oneof(legalKey, trickyKey), (key) => {
        expect(`FEATURE_${envNameOf(key)}`).toMatch(/^[A-Z_][A-Za-z0-9_]*$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('may be written in lower case, which is preserved', () => {
    expect(flagKeyOfEnvName('new_checkout')).toBe('new_checkout');
    expect(flagKeyOfEnvName('EU_x2fSALE')).toBe('eu/sale');
  });
});
