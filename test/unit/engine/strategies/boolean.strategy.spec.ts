import { describe, expect, it } from '@jest/globals';
import { compiled } from '../compiled.js';

describe('A boolean flag', () => {
  it('is on for everyone', () => {
    const evaluate = compiled('catalogue', true);
    const answer = { key: 'catalogue', enabled: true, variant: undefined, value: true, reason: 'enabled' };
    expect(evaluate({})).toStrictEqual(answer);
    expect(evaluate({ userId: 'ada', userAttributes: { plan: 'gold' } })).toStrictEqual(answer);
  });

  it('means the same in its long form', () => {
    expect(compiled('catalogue', { type: 'boolean' })({})).toStrictEqual(compiled('catalogue', true)({}));
  });

  it('shares one frozen answer between calls', () => {
    const evaluate = compiled('catalogue', true);
    expect(evaluate({ userId: 'ada' })).toBe(evaluate({}));
    expect(Object.isFrozen(evaluate({}))).toBe(true);
  });
});
