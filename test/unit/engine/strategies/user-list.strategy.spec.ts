import { describe, expect, it } from '@jest/globals';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { compiled, untyped } from '../compiled.js';

describe('A user_list flag', () => {
  const evaluate = compiled('early_access', shopFlags.early_access);

  it('is on for the users on the list', () => {
    const answer = { key: 'early_access', enabled: true, variant: undefined, value: true, reason: 'user_list' };
    expect(evaluate({ userId: 'ada' })).toStrictEqual(answer);
    expect(evaluate({ userId: 'grace' })).toStrictEqual(answer);
  });

  it.each(['eve', 'Ada', 'ada ', 'ad', '4', ''])('is off for %j', (userId) => {
    expect(evaluate({ userId })).toStrictEqual({
      key: 'early_access',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'not_in_user_list',
    });
  });

  it('is off without a user', () => {
    expect(evaluate({})).toMatchObject({ enabled: false, reason: 'not_in_user_list' });
  });

  it('is on for a number whose digits are listed', () => {
    expect(evaluate(untyped({ userId: 42 })).enabled).toBe(true);
    expect(evaluate(untyped({ userId: 43 })).enabled).toBe(false);
  });

  it('never compares a session id or an attribute with the list', () => {
    expect(evaluate({ sessionId: 'ada' }).enabled).toBe(false);
    expect(evaluate({ userId: 'eve', sessionId: 'ada' }).enabled).toBe(false);
    expect(evaluate({ userAttributes: { userId: 'ada' } }).enabled).toBe(false);
  });

  it('with an empty list is off', () => {
    expect(compiled('early_access', { type: 'user_list', users: [] })({ userId: 'ada' }).enabled).toBe(false);
  });

  it('does not mistake inherited properties for users', () => {
    expect(evaluate({ userId: 'constructor' }).enabled).toBe(false);
    expect(compiled('early_access', { type: 'user_list', users: ['__proto__'] })({ userId: '__proto__' }).enabled).toBe(
      true,
    );
  });
});
