import { describe, expect, it } from '@jest/globals';
import { attributeOf, contextAt, timestampOf } from '../../../../lib/engine/attributes/read-context.js';
import { ANONYMOUS } from '../../../../lib/engine/flag-context.js';
import { untyped } from '../compiled.js';
import { hostileObjects } from '../hostile-objects.js';

const hostile = Object.entries(hostileObjects);

describe('A flag context', () => {
  describe('an attribute', () => {
    it('is looked up in userAttributes', () => {
      expect(attributeOf({ userAttributes: { plan: 'gold' } }, 'plan')).toBe('gold');
    });

    it("named userId or sessionId is the context's own, whatever userAttributes contain", () => {
      const context = { userId: 'ada', sessionId: 's-1', userAttributes: { userId: 'eve', sessionId: 's-2' } };
      expect(attributeOf(context, 'userId')).toBe('ada');
      expect(attributeOf(context, 'sessionId')).toBe('s-1');
      expect(attributeOf({ userAttributes: { userId: 'eve' } }, 'userId')).toBeUndefined();
    });

    it.each(['userId', 'sessionId'])('%s is absent when it is null or empty', (name) => {
      for (const id of [undefined, null, '']) expect(attributeOf(untyped({ [name]: id }), name)).toBeUndefined();
    });

    it.each(['userId', 'sessionId'])('%s that cannot be a targeting key cannot be read', (name) => {
      for (const id of ['x'.repeat(1024), 42, 10n ** 1024n - 1n]) {
        expect(attributeOf(untyped({ [name]: id }), name)).toBe(id);
      }
      const unusable = ['x'.repeat(1025), '\ud800', Number.NaN, true, ['ada'], {}, 10n ** 1024n, -(10n ** 1023n)];
      for (const id of [...unusable, new String('ada')]) {
        expect(() => attributeOf(untyped({ [name]: id }), name)).toThrow(`The "${name}" of a flag context`);
      }
    });

    it('with any other name is not read from the context itself', () => {
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

    it('on a prototype does not exist, whether plain or of a class', () => {
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

    it('in inherited userAttributes does not exist', () => {
      const context = untyped(Object.create({ userId: 'ada', userAttributes: { plan: 'gold' } }));
      expect(attributeOf(context, 'plan')).toBeUndefined();
      expect(attributeOf(context, 'userId')).toBeUndefined();
    });
  });

  describe('the timestamp', () => {
    it('may be a Date or milliseconds', () => {
      expect(timestampOf({ timestamp: new Date(1234) })).toBe(1234);
      expect(timestampOf({ timestamp: 1234 })).toBe(1234);
      expect(timestampOf({ timestamp: 0 })).toBe(0);
      expect(timestampOf({ timestamp: -8.64e15 })).toBe(-8.64e15);
    });

    it.each([
      [undefined],
      [null],
      [Number.NaN],
      [-Infinity],
      [8.64e15 + 1],
      [-9e15],
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

    it('ignores a custom getTime method', () => {
      const date = Object.assign(new Date(1234), { getTime: () => 5 });
      expect(timestampOf({ timestamp: date })).toBe(1234);
    });

    it.each(hostile)('is missing when it is %s', (_, make) => {
      expect(timestampOf(untyped({ timestamp: make() }))).toBeUndefined();
    });
  });

  describe('that cannot be read', () => {
    it.each([[null], [undefined], ['ada'], [42], [true], [Symbol('ada')], [() => 'ada'], [Promise.resolve({})]])(
      'differs from one without a user when it is %p',
      (context) => {
        expect(() => attributeOf(untyped(context), 'plan')).toThrow(TypeError);
        expect(() => attributeOf(untyped(context), 'userId')).toThrow(TypeError);
        expect(() => timestampOf(untyped(context))).toThrow(TypeError);
      },
    );

    it('differs from one without attributes when its attributes are a promise', () => {
      const context = untyped({ userAttributes: Promise.resolve({ plan: 'gold' }) });
      expect(() => attributeOf(context, 'plan')).toThrow('await');
    });

    it('can still be read elsewhere when it fails in one place', () => {
      const context = Object.defineProperty({ sessionId: 's-1' }, 'userId', {
        get: () => {
          throw new Error('no user yet');
        },
      });
      expect(attributeOf(untyped(context), 'sessionId')).toBe('s-1');
      expect(() => attributeOf(untyped(context), 'userId')).toThrow('no user yet');
    });
  });

  it('is read like any other when it contains itself', () => {
    const context: Record<string, unknown> = { userId: 'ada' };
    context['userAttributes'] = context;
    expect(attributeOf(untyped(context), 'userAttributes')).toBe(context);
  });

  it('at another instant reads the fields of the original lazily', () => {
    const context = Object.defineProperty({ sessionId: 's-1', timestamp: 5 }, 'userId', {
      get: () => {
        throw new Error('no user yet');
      },
    });
    const later = contextAt(untyped(context), 7);
    expect([attributeOf(later, 'sessionId'), timestampOf(later)]).toEqual(['s-1', 7]);
    expect(() => attributeOf(later, 'userId')).toThrow('no user yet');
  });

  it('is empty and frozen without a user', () => {
    expect(Object.keys(ANONYMOUS)).toStrictEqual([]);
    expect(Object.isFrozen(ANONYMOUS)).toBe(true);
  });
});
