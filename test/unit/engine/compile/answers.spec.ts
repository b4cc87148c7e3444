import { describe, expect, it } from '@jest/globals';
import { offAnswer, switchAnswer, valueAnswer, variantAnswer } from '../../../../lib/engine/compile/answers.js';
import type { JsonValue } from '../../../../lib/engine/json/json-value.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';

describe('Answers', () => {
  it.each([true, false])('have the value %p for a switch', (enabled) => {
    const answer = switchAnswer('new_checkout', enabled, 'percentage_rollout');
    expect(answer).toStrictEqual({
      key: 'new_checkout',
      enabled,
      variant: undefined,
      value: enabled,
      reason: 'percentage_rollout',
    });
    expect(Object.isFrozen(answer)).toBe(true);
  });

  it('have its name as value for a variant without one', () => {
    const answer = variantAnswer('search', true, { name: 'instant' }, 'variant');
    expect(answer).toStrictEqual({
      key: 'search',
      enabled: true,
      variant: 'instant',
      value: 'instant',
      reason: 'variant',
    });
    expect(Object.isFrozen(answer)).toBe(true);
  });

  it.each([[null], [false], [0], [''], [{ rounded: true }], [[1, 2]]])('have its value %p for a variant', (value) => {
    expect(variantAnswer('search', true, { name: 'instant', value }, 'variant').value).toBe(value);
  });

  it.each<[JsonValue, boolean | undefined, boolean]>([
    [7, undefined, true],
    ['', undefined, true],
    [false, undefined, false],
    [null, undefined, false],
    [7, false, false],
    [false, true, true],
  ])('serving the value %p with "enabled" %p are on: %p', (value, told, enabled) => {
    expect(valueAnswer('limit', told, value, 'rule_match')).toMatchObject({ enabled, value });
  });

  it('have the default variant for a variant flag that is off', () => {
    const answer = offAnswer(parseFlag('search', shopFlags.search), 'disabled');
    expect(answer).toStrictEqual({
      key: 'search',
      enabled: false,
      variant: 'classic',
      value: 'classic',
      reason: 'disabled',
    });
  });

  it('leave the value to the caller for a variant flag that is off without a default variant', () => {
    const answer = offAnswer(parseFlag('theme', shopFlags.theme), 'disabled');
    expect(answer).toStrictEqual({
      key: 'theme',
      enabled: false,
      variant: undefined,
      value: undefined,
      reason: 'disabled',
    });
    expect(Object.isFrozen(answer)).toBe(true);
  });

  it('are false for any other flag that is off', () => {
    const answer = offAnswer(parseFlag('sale', shopFlags.sale), 'disabled');
    expect(answer).toStrictEqual({ key: 'sale', enabled: false, variant: undefined, value: false, reason: 'disabled' });
  });
});
