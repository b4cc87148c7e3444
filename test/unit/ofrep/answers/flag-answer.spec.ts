import { describe, expect, it } from '@jest/globals';
import { EvaluationReason, type FlagEvaluation } from '../../../../lib/engine/flag-evaluation.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { flagAnswer, isFailure } from '../../../../lib/ofrep/answers/flag-answer.js';

const flag = parseFlag('theme', { type: 'boolean', metadata: { team: 'search' } });
const served = (value: unknown, reason: EvaluationReason = 'attribute_match') =>
  ({ key: 'theme', enabled: true, variant: undefined, value, reason }) as FlagEvaluation;
const metadata = { team: 'search' };

describe('The answer of a flag in OFREP', () => {
  it.each([true, false, 'dark', '', 7, 0, 0.5, { color: 'blue' }, {}])('has the value %j', (value) => {
    expect(flagAnswer(served(value), flag)).toStrictEqual({
      key: 'theme',
      value,
      reason: 'TARGETING_MATCH',
      metadata,
    });
  });

  it('has no value if that is null, so that the caller uses its default', () => {
    expect(flagAnswer({ ...served(null), variant: 'none' }, flag)).toStrictEqual({
      key: 'theme',
      variant: 'none',
      reason: 'TARGETING_MATCH',
      metadata,
    });
  });

  it('is a failure if the value is a list, which the protocol cannot transfer', () => {
    expect(flagAnswer(served(['blue']), flag)).toStrictEqual({
      key: 'theme',
      errorCode: 'GENERAL',
      errorDetails: 'The value of the flag is a list, which the protocol cannot transfer: wrap it in an object.',
      metadata,
    });
  });

  it('has a reason or an error code of the protocol for every reason that exists', () => {
    const allowed = ['STATIC', 'TARGETING_MATCH', 'SPLIT', 'DISABLED', 'UNKNOWN'];
    const errors = ['PARSE_ERROR', 'TARGETING_KEY_MISSING', 'INVALID_CONTEXT', 'GENERAL'];
    for (const reason of Object.values(EvaluationReason)) {
      const answer = flagAnswer(served(true, reason), flag);
      if (isFailure(answer)) expect(errors).toContain(answer.errorCode);
      else expect(allowed).toContain(answer.reason);
    }
  });
});
