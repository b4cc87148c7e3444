import { describe, expect, it } from '@jest/globals';
import { EvaluationReason } from '../../../lib/engine/flag-evaluation.js';

describe('The evaluation reasons', () => {
  it('are exactly those on the reference page', () => {
    expect(Object.values(EvaluationReason).toSorted()).toEqual([
      'attribute_match',
      'attribute_mismatch',
      'context_failed',
      'custom',
      'disabled',
      'enabled',
      'evaluation_error',
      'flag_not_found',
      'no_bucketing_key',
      'no_rule_matched',
      'not_in_layer',
      'not_in_rollout',
      'not_in_user_list',
      'outside_time_window',
      'override',
      'percentage_rollout',
      'prerequisite_failed',
      'provider_error',
      'rule_match',
      'time_window',
      'type_mismatch',
      'user_list',
      'variant',
    ]);
  });
});
