import { describe, expect, it } from '@jest/globals';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { compiled, untyped } from '../compiled.js';

function matches(attributes: object, userAttributes: unknown): boolean {
  return compiled('premium', { type: 'user_attribute', attributes })(untyped({ userAttributes })).enabled;
}

describe('A user_attribute flag', () => {
  it('is on when all attributes match', () => {
    const evaluate = compiled('premium', shopFlags.premium);
    expect(evaluate({ userAttributes: { plan: 'gold', country: 'DE' } })).toStrictEqual({
      key: 'premium',
      enabled: true,
      variant: undefined,
      value: true,
      reason: 'attribute_match',
    });
    expect(evaluate({ userAttributes: { plan: 'platinum', country: 'DE', age: 42 } }).enabled).toBe(true);
  });

  it("accepts paths to nested attributes and the context's own ids as names", () => {
    const attributes = { '/company/plan': ['gold', 'silver'], country: 'DE', userId: 'ada' };
    const evaluate = compiled('premium', { type: 'user_attribute', attributes });
    const answer = (userId: string, userAttributes: object) => evaluate(untyped({ userId, userAttributes })).enabled;
    expect(answer('ada', { company: { plan: 'silver' }, country: 'DE' })).toBe(true);
    expect(answer('ada', { company: { plan: 'free' }, country: 'DE' })).toBe(false);
    expect(answer('ada', { company: 'gold', country: 'DE' })).toBe(false);
    expect(answer('ada', { '/company/plan': 'gold', country: 'DE' })).toBe(false);
    expect(answer('bob', { company: { plan: 'gold' }, country: 'DE', userId: 'ada' })).toBe(false);
    expect(matches({ '/plan': 'gold' }, { plan: 'gold' })).toBe(true);
  });

  it.each([
    [{ plan: 'gold', country: 'FR' }],
    [{ plan: 'silver', country: 'DE' }],
    [{ plan: 'gold' }],
    [{ country: 'DE' }],
    [{}],
    [undefined],
    [null],
  ])('is off for the attributes %j', (userAttributes) => {
    expect(compiled('premium', shopFlags.premium)(untyped({ userAttributes }))).toStrictEqual({
      key: 'premium',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'attribute_mismatch',
    });
  });

  it.each([['gold'], [42], [0], [''], [true], [false], [null]])('matches %p with itself', (value) => {
    expect(matches({ plan: value }, { plan: value })).toBe(true);
    expect(matches({ plan: ['other', value] }, { plan: value })).toBe(true);
  });

  it.each([
    ['gold', 'Gold'],
    ['gold', 'gold '],
    ['gold', 'golden'],
    [42, '42'],
    ['42', 42],
    [1, true],
    [true, 'true'],
    [0, false],
    [0, ''],
    [null, 0],
    [null, ''],
    [null, false],
    ['null', null],
  ])('does not match %p with %p', (wanted, value) => {
    expect(matches({ plan: wanted }, { plan: value })).toBe(false);
    expect(matches({ plan: [wanted] }, { plan: value })).toBe(false);
  });

  it('matches a list attribute when any of its elements does, like the operators', () => {
    expect(matches({ roles: ['admin', 'owner'] }, { roles: ['guest', 'admin'] })).toBe(true);
    expect(matches({ roles: 'admin' }, { roles: ['guest', 'admin'] })).toBe(true);
    expect(matches({ roles: 'admin' }, { roles: ['guest'] })).toBe(false);
    expect(matches({ roles: 'admin' }, { roles: [] })).toBe(false);
  });

  it.each([
    ['42', 42, true],
    [42, 42, true],
    ['42', 42n, true],
    ['9007199254740993', 2n ** 53n + 1n, true],
    [42, '42', true],
    ['42', 43, false],
  ])('compares ids by their decimal text: %p with %p', (wanted, id, isMatch) => {
    for (const attributes of [{ userId: wanted }, { sessionId: [wanted] }]) {
      const evaluate = compiled('premium', { type: 'user_attribute', attributes });
      expect(evaluate(untyped({ userId: id, sessionId: id })).enabled).toBe(isMatch);
    }
  });

  it('compares bigints exactly, and is undecided for one of more than 1,024 characters', () => {
    expect(matches({ size: 2 ** 53 }, { size: 2n ** 53n })).toBe(true);
    expect(matches({ size: 2 ** 53 }, { size: 2n ** 53n + 1n })).toBe(false);
    const evaluate = compiled('premium', { type: 'user_attribute', attributes: { size: 5 } });
    expect(evaluate({ userAttributes: { size: 10n ** 1024n } })).toMatchObject({ reason: 'evaluation_error' });
  });

  it('is undecided when an attribute cannot be read', () => {
    const userAttributes = Object.defineProperty({}, 'plan', {
      get: () => {
        throw new Error('not loaded');
      },
    });
    const evaluate = compiled('premium', { type: 'user_attribute', attributes: { plan: 'gold' } });
    expect(evaluate({ userAttributes })).toMatchObject({ enabled: false, reason: 'evaluation_error' });
  });

  it.each([[null], [[null]], ['undefined'], [['undefined', null, '', 0, false]]])(
    'never matches a missing attribute, not even with the rule value %j',
    (value) => {
      expect(matches({ coupon: value }, { plan: 'gold' })).toBe(false);
      expect(matches({ coupon: value }, { coupon: undefined })).toBe(false);
      expect(matches({ coupon: value }, undefined)).toBe(false);
    },
  );

  it('matches nobody with an empty rule, or with an empty list', () => {
    expect(matches({}, {})).toBe(false);
    expect(matches({}, { plan: 'gold' })).toBe(false);
    expect(matches({ plan: [] }, { plan: 'gold' })).toBe(false);
    expect(matches({ plan: [] }, {})).toBe(false);
  });

  it("compares the context's own userId and sessionId", () => {
    const evaluate = compiled('premium', { type: 'user_attribute', attributes: { userId: ['ada', 'grace'] } });
    expect(evaluate({ userId: 'ada' }).enabled).toBe(true);
    expect(evaluate({ userId: 'eve', userAttributes: { userId: 'ada' } }).enabled).toBe(false);
  });

  it('does not see inherited attributes', () => {
    expect(matches({ plan: 'gold' }, Object.create({ plan: 'gold' }))).toBe(false);
    expect(matches({ length: 0 }, () => undefined)).toBe(false);
    expect(matches({ plan: 'gold' }, Object.create({ constructor: Object, plan: 'gold' }))).toBe(false);
  });

  it('ignores properties of a polluted prototype', () => {
    const gold = compiled('premium', { type: 'user_attribute', attributes: { plan: 'gold' } });
    const one = compiled('premium', { type: 'user_attribute', attributes: { plan: ['gold', 'silver'] } });
    const polluted = Object.prototype as { plan?: unknown };
    try {
      polluted.plan = 'gold';
      const answers = [{}, { plan: 'gold' }, { plan: 'free' }].map((userAttributes) => [
        gold({ userAttributes }).enabled,
        one({ userAttributes }).enabled,
      ]);
      expect(answers).toEqual([
        [false, false],
        [true, true],
        [false, false],
      ]);
    } finally {
      delete polluted.plan;
    }
  });

  it('calls no getter of a class', () => {
    class Customer {
      readonly country = 'DE';
      get plan(): string {
        throw new Error('not loaded');
      }
    }
    expect(matches({ country: 'DE' }, new Customer())).toBe(true);
    expect(matches({ plan: 'gold' }, new Customer())).toBe(false);
  });

  it('compares the attributes of objects without a prototype, and of those with a constructor of their own', () => {
    const bare = Object.assign(Object.create(null) as object, { plan: 'gold' });
    expect(matches({ plan: 'gold' }, bare)).toBe(true);
    expect(matches({ plan: ['gold', 'silver'] }, { plan: 'gold', constructor: 'Acme' })).toBe(true);
  });

  it('reads an attribute once per call and rule, single values first, and no other attribute', () => {
    const asked: string[] = [];
    const userAttributes = new Proxy<Record<string, unknown>>(
      { plan: 'gold', country: 'DE', secret: 1 },
      {
        get: (target, name) => {
          asked.push(String(name));
          return target[String(name)];
        },
      },
    );
    expect(compiled('premium', shopFlags.premium)({ userAttributes }).enabled).toBe(true);
    expect(asked).toEqual(['constructor', 'country', 'plan']); // the first shows whether the object is plain
  });
});
