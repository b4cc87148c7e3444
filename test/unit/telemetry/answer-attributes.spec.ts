import { describe, expect, it } from '@jest/globals';
import type { FlagEvaluation } from '../../../lib/engine/flag-evaluation.js';
import { answerAttributes } from '../../../lib/telemetry/answer-attributes.js';

const answer: FlagEvaluation = {
  key: 'greeting',
  enabled: true,
  variant: 'Hello ada@example.com',
  value: 'Hello ada@example.com',
  reason: 'custom',
};

describe('The attributes of the answer of an external provider', () => {
  it('contain no text that is only a value', () => {
    expect(answerAttributes(answer, undefined)).toStrictEqual({
      'feature_flag.key': 'greeting',
      'feature_flag.result.reason': 'targeting_match',
    });
  });

  it('name the variant of a value', () => {
    expect(answerAttributes({ ...answer, variant: 'personal' }, undefined)).toStrictEqual({
      'feature_flag.key': 'greeting',
      'feature_flag.result.reason': 'targeting_match',
      'feature_flag.result.variant': 'personal',
    });
  });
});
