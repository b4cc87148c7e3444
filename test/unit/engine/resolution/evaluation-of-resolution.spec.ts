import { describe, expect, it } from '@jest/globals';
import {
  evaluationOfResolution,
  type ForeignResolution,
} from '../../../../lib/engine/resolution/evaluation-of-resolution.js';
import { flagResolution } from '../../../../lib/engine/resolution/flag-resolution.js';
import { ResolutionErrorCode } from '../../../../lib/engine/resolution/resolution-error-code.js';

const KEY = 'checkout';
const evaluated = (resolution: ForeignResolution) => evaluationOfResolution(KEY, resolution);

describe('The evaluation of an OpenFeature resolution', () => {
  it.each([
    ['STATIC', 'enabled', 'no_rule_matched'],
    ['DEFAULT', 'enabled', 'no_rule_matched'],
    ['TARGETING_MATCH', 'rule_match', 'rule_match'],
    ['SPLIT', 'percentage_rollout', 'not_in_rollout'],
    ['CACHED', 'custom', 'custom'],
    ['STALE', 'custom', 'custom'],
    ['UNKNOWN', 'custom', 'custom'],
    ['of the vendor', 'custom', 'custom'],
    [undefined, 'custom', 'custom'],
  ])('has a reason for a flag that is on and off with the reason %s', (reason, on, off) => {
    const base = { key: KEY, variant: undefined };
    expect(evaluated({ value: true, reason })).toStrictEqual({ ...base, enabled: true, value: true, reason: on });
    expect(evaluated({ value: false, reason })).toStrictEqual({ ...base, enabled: false, value: false, reason: off });
  });

  it('says that a variant was drawn for a split of other values', () => {
    expect(evaluated({ value: 'compact', variant: 'b', reason: 'SPLIT' })).toStrictEqual({
      key: KEY,
      enabled: true,
      variant: 'b',
      value: 'compact',
      reason: 'variant',
    });
  });

  it.each([[''], [0], [{}]])('counts a flag with the value %j as on', (value) => {
    expect(evaluated({ value, reason: 'STATIC' })).toMatchObject({ enabled: true, value });
  });

  it.each([[null], [undefined]])('counts a flag with the value %j as off', (value) => {
    expect(evaluated({ value, reason: 'DEFAULT' })).toMatchObject({ enabled: false, reason: 'no_rule_matched' });
  });

  it('has neither a value nor a variant for a disabled flag', () => {
    expect(evaluated({ value: true, variant: 'on', reason: 'DISABLED' })).toStrictEqual({
      key: KEY,
      enabled: false,
      variant: undefined,
      value: undefined,
      reason: 'disabled',
    });
  });

  it.each([
    ['FLAG_NOT_FOUND', 'flag_not_found'],
    ['PROVIDER_NOT_READY', 'provider_error'],
    ['PROVIDER_FATAL', 'provider_error'],
    ['PARSE_ERROR', 'provider_error'],
    ['TYPE_MISMATCH', 'type_mismatch'],
    ['TARGETING_KEY_MISSING', 'no_bucketing_key'],
    ['INVALID_CONTEXT', 'context_failed'],
    ['GENERAL', 'provider_error'],
    ['OF_THE_VENDOR', 'provider_error'],
  ])('is off and has no value after the error %s', (errorCode, reason) => {
    for (const claimed of ['ERROR', undefined]) {
      expect(evaluated({ value: true, variant: 'on', reason: claimed, errorCode })).toStrictEqual({
        key: KEY,
        enabled: false,
        variant: undefined,
        value: undefined,
        reason,
      });
    }
  });

  it('treats an error without a code as one of the provider', () => {
    expect(evaluated({ value: true, reason: 'ERROR' })).toMatchObject({ enabled: false, reason: 'provider_error' });
  });

  it('is frozen, like every evaluation', () => {
    expect(Object.isFrozen(evaluated({ value: true }))).toBe(true);
    expect(Object.isFrozen(evaluated({ errorCode: 'GENERAL' }))).toBe(true);
  });

  it.each(Object.values(ResolutionErrorCode).filter((code) => !/PROVIDER|PARSE/.test(code)))(
    'keeps the error %s when it is passed on',
    (errorCode) => {
      expect(flagResolution(evaluated({ errorCode }), undefined)).toMatchObject({ reason: 'ERROR', errorCode });
    },
  );

  it.each(['TARGETING_MATCH', 'DISABLED'])('keeps the reason %s when it is passed on', (reason) => {
    expect(flagResolution(evaluated({ value: true, reason }), undefined).reason).toBe(reason);
  });
});
