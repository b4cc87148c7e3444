import { describe, expect, it } from '@jest/globals';
import { switchAnswer } from '../../../../lib/engine/compile/answers.js';
import { FixedFlag } from '../../../../lib/engine/compile/compiled-flag.js';
import { observedBy } from '../../../../lib/manager/reading/observed-flag.js';

const answer = switchAnswer('search', true, 'enabled');
const search = new FixedFlag(answer);
const missing = { of: () => answer };

describe('An evaluator', () => {
  it('is unchanged if there are no observers, so that they cost nothing', () => {
    expect(observedBy([], missing)('search', search)).toBe(search);
  });

  it('passes each answer to every observer', () => {
    const seen: string[] = [];
    const observer = (name: string) => ({ observe: (key: string) => void seen.push(`${name}: ${key}`) });
    const observed = observedBy([observer('first'), observer('second')], missing)('search', search);
    expect(observed.evaluate({})).toBe(answer);
    expect(seen).toStrictEqual(['first: search', 'second: search']);
  });
});
