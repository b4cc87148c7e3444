import { describe, expect, it } from '@jest/globals';
import { RequestUserResolver } from '../../../../lib/nest/context/request-user.resolver.js';

const resolver = new RequestUserResolver();

describe('RequestUserResolver', () => {
  it.each([
    ['id', { id: 'ada' }, 'ada'],
    ['userId', { userId: 'ada' }, 'ada'],
    ['sub', { sub: 'ada' }, 'ada'],
    ['a number', { id: 42 }, '42'],
    ['zero', { id: 0 }, '0'],
    ['id before userId before sub', { sub: 'c', userId: 'b', id: 'a' }, 'a'],
    ['the next one where id is null', { id: null, userId: 'b' }, 'b'],
  ])('takes the id of a user from %s', (_what, user, userId) => {
    expect(resolver.resolve({ user })).toEqual({ userId, userAttributes: user });
  });

  it('returns the properties of the user as attributes, without an id when it has none', () => {
    expect(resolver.resolve({ user: { plan: 'gold' } })).toEqual({ userAttributes: { plan: 'gold' } });
  });

  it('rejects a user whose id is invalid', () => {
    expect(() => resolver.resolve({ user: { id: { $ne: 1 } } })).toThrow('the "id" of request.user must be');
  });

  it.each([undefined, null, 'ada', 7])('treats a user that is %p as anonymous', (user) => {
    expect(resolver.resolve({ user })).toEqual({});
  });

  it('never reads a header', () => {
    const request = { headers: { 'x-user-id': 'ada', authorization: 'Bearer ada' }, query: { userId: 'ada' } };
    expect(resolver.resolve(request as object)).toEqual({});
  });
});
