import { describe, expect, it } from '@jest/globals';
import { unitReader } from '../../../lib/engine/attribute-path.js';
import { ANONYMOUS, attributeOf, timestampOf, userIdOf } from '../../../lib/engine/flag-context.js';
import { untyped } from './compiled.js';
import { hostileObjects } from './hostile-objects.js';

const hostile = Object.entries(hostileObjects);

describe('flag context', () => {
  describe('an attribute', () => {
    it('is looked up in userAttributes', () => {
      expect(attributeOf({ userAttributes: { plan: 'gold' } }, 'plan')).toBe('gold');
    });

    it('named userId or sessionId is the context’s own, whatever userAttributes say', () => {
      const context = { userId: 'ada', sessionId: 's-1', userAttributes: { userId: 'eve', sessionId: 's-2' } };
      expect(attributeOf(context, 'userId')).toBe('ada');
      expect(attributeOf(context, 'sessionId')).toBe('s-1');
      expect(attributeOf({ userAttributes: { userId: 'eve' } }, 'userId')).toBeUndefined();
    });

    it('of any other name is not read from the context itself', () => {
      expect(attributeOf(untyped({ plan: 'gold', timestamp: 5 }), 'plan')).toBeUndefined();
      expect(attributeOf(untyped({ timestamp: 5 }), 'timestamp')).toBeUndefined();
    });

    it('keeps its type', () => {
      const tags = ['vip'];
      const context = { userAttributes: { age: 42, vip: false, coupon: null, tags } };
      expect(attributeOf(context, 'age')).toBe(42);
      expect(attributeOf(context, 'vip')).toBe(false);
      expect(attributeOf(context, 'coupon')).toBeNull();
      expect(attributeOf(context, 'tags')).toBe(tags);
    });

    it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
      '%s that is inherited does not exist',
      (name) => {
        expect(attributeOf({ userAttributes: {} }, name)).toBeUndefined();
      },
    );

    it('of a prototype does not exist, whether plain or of a class', () => {
      class Session {
        get plan(): string {
          return 'gold';
        }
      }
      expect(attributeOf({ userAttributes: Object.create({ plan: 'gold' }) as Record<string, unknown> }, 'plan')).toBe(
        undefined,
      );
      expect(attributeOf(untyped({ userAttributes: new Session() }), 'plan')).toBeUndefined();
    });

    it('is found in an object without a prototype, its own `__proto__` included', () => {
      const userAttributes = JSON.parse('{ "__proto__": "own", "hasOwnProperty": 1 }') as Record<string, unknown>;
      expect(attributeOf({ userAttributes }, '__proto__')).toBe('own');
      expect(attributeOf({ userAttributes: Object.assign(Object.create(null), { plan: 'gold' }) }, 'plan')).toBe(
        'gold',
      );
    });

    it('of inherited userAttributes does not exist', () => {
      const context = untyped(Object.create({ userId: 'ada', userAttributes: { plan: 'gold' } }));
      expect(attributeOf(context, 'plan')).toBeUndefined();
      expect(attributeOf(context, 'userId')).toBeUndefined();
    });
  });

  describe('the unit', () => {
    const everything = { userId: 'ada', sessionId: 's-1', userAttributes: { company: 'acme' } };

    it('is the bucketBy attribute', () => {
      expect(unitReader('company')(everything)).toBe('acme');
    });

    it('may be named userId or sessionId', () => {
      expect(unitReader('sessionId')(everything)).toBe('s-1');
      expect(unitReader('userId')(everything)).toBe('ada');
    });

    it('is the userId without bucketBy', () => {
      expect(unitReader(undefined)(everything)).toBe('ada');
    });

    it('is the sessionId without a userId', () => {
      expect(unitReader(undefined)({ sessionId: 's-1', userAttributes: { company: 'acme' } })).toBe('s-1');
    });

    it.each([[undefined], [null], [''], [Number.NaN], [Infinity], [true], [['acme']], [{ id: 'acme' }], [7n]])(
      'is the userId when the bucketBy attribute is %p',
      (company) => {
        expect(unitReader('company')({ ...everything, userAttributes: { company } })).toBe('ada');
      },
    );

    it('is the sessionId when neither the bucketBy attribute nor the userId is usable', () => {
      expect(unitReader('company')({ userId: '', sessionId: 's-1' })).toBe('s-1');
    });

    it.each([
      [42, '42'],
      [0, '0'],
      [-1.5, '-1.5'],
    ])('may be the number %d', (id, unit) => {
      expect(unitReader(undefined)(untyped({ userId: id }))).toBe(unit);
      expect(unitReader(undefined)(untyped({ sessionId: id }))).toBe(unit);
      expect(unitReader('company')({ userAttributes: { company: id } })).toBe(unit);
    });

    it.each([[{}], [{ userId: '' }], [{ userId: '', sessionId: '' }], [{ userId: Number.NaN }], [{ userId: {} }]])(
      'is missing in %p',
      (context) => {
        expect(unitReader(undefined)(untyped(context))).toBeUndefined();
        expect(unitReader('company')(untyped(context))).toBeUndefined();
      },
    );

    it('keeps white space and case, so that ids that differ stay apart', () => {
      expect(unitReader(undefined)({ userId: ' Ada ' })).toBe(' Ada ');
    });
  });

  it('tells the userId from the sessionId', () => {
    expect(userIdOf({ userId: 'ada', sessionId: 's-1' })).toBe('ada');
    expect(userIdOf({ sessionId: 's-1' })).toBeUndefined();
    expect(userIdOf(untyped({ userId: 42 }))).toBe('42');
  });

  describe('the timestamp', () => {
    it('may be a Date or milliseconds', () => {
      expect(timestampOf({ timestamp: new Date(1234) })).toBe(1234);
      expect(timestampOf({ timestamp: 1234 })).toBe(1234);
      expect(timestampOf({ timestamp: 0 })).toBe(0);
    });

    it.each([
      [undefined],
      [null],
      [Number.NaN],
      [-Infinity],
      [new Date(Number.NaN)],
      ['2026-11-27T00:00:00Z'],
      [5n],
      [{}],
    ])('is missing when it is %p', (timestamp) => {
      expect(timestampOf(untyped({ timestamp }))).toBeUndefined();
    });

    it('is missing when it is inherited', () => {
      expect(timestampOf(untyped(Object.create({ timestamp: 5 })))).toBeUndefined();
    });

    it('does not trust a getTime of its own', () => {
      const date = Object.assign(new Date(1234), { getTime: () => 5 });
      expect(timestampOf({ timestamp: date })).toBe(1234);
    });

    it.each(hostile)('is missing when it is %s', (_, make) => {
      expect(timestampOf(untyped({ timestamp: make() }))).toBeUndefined();
    });
  });

  describe('that bites', () => {
    it.each(hostile)('because it is %s has no unit, no attributes and no timestamp', (_, make) => {
      const context = untyped(make());
      expect(attributeOf(context, 'plan')).toBeUndefined();
      expect(attributeOf(context, 'userId')).toBeUndefined();
      expect(unitReader('plan')(context)).toBeUndefined();
      expect(timestampOf(context)).toBeUndefined();
    });

    it.each(hostile)('because its parts are %s has no attributes and no unit', (_, make) => {
      expect(attributeOf(untyped({ userAttributes: make() }), 'plan')).toBeUndefined();
      expect(unitReader(undefined)(untyped({ userId: make(), sessionId: make() }))).toBeUndefined();
    });

    it('in one place still yields what can be read elsewhere', () => {
      const context = Object.defineProperty({ sessionId: 's-1' }, 'userId', {
        get: () => {
          throw new Error('no user yet');
        },
      });
      expect(unitReader(undefined)(untyped(context))).toBe('s-1');
    });

    it.each([[null], [undefined], ['ada'], [42], [true], [Symbol('ada')], [() => 'ada']])(
      'or is %p has no unit, no attributes and no timestamp',
      (context) => {
        expect(attributeOf(untyped(context), 'plan')).toBeUndefined();
        expect(unitReader('plan')(untyped(context))).toBeUndefined();
        expect(timestampOf(untyped(context))).toBeUndefined();
      },
    );

    it('because it holds itself is read like any other', () => {
      const context: Record<string, unknown> = { userId: 'ada' };
      context['userAttributes'] = context;
      expect(attributeOf(untyped(context), 'userAttributes')).toBe(context);
      expect(unitReader('userAttributes')(untyped(context))).toBe('ada');
    });
  });

  it('of nobody in particular is empty and frozen', () => {
    expect(Object.keys(ANONYMOUS)).toEqual([]);
    expect(Object.isFrozen(ANONYMOUS)).toBe(true);
  });
});
