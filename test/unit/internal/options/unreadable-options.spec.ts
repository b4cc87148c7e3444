import { describe, expect, it } from '@jest/globals';
import { arrayElements, isArray } from '../../../../lib/internal/options/array-elements.js';
import { checkedElsewhere, listOption, recordOption } from '../../../../lib/internal/options/option-readers.js';
import { OptionsSchema } from '../../../../lib/internal/options/options-schema.js';

const unreadable = (): never => {
  throw new Error('a secret');
};
const getter = {
  get prefix() {
    return unreadable();
  },
};
const hostile = new Proxy({}, { getPrototypeOf: unreadable });
const hostileList = new Proxy([1], { get: unreadable });
const { proxy: revoked, revoke } = Proxy.revocable([], {});
revoke();

describe('The message about unreadable options', () => {
  it.each([
    ['a getter throws', getter, 'an object that throws when it is read'],
    ['a trap of a proxy throws', hostile, 'a Proxy that throws when it is read'],
    ['they are a revoked proxy', revoked, 'a Proxy that throws when it is read'],
    ['they are of another kind', [], 'an array'],
  ])('says that they are unreadable when %s', (_, given, kind) => {
    const schema = new OptionsSchema<{ prefix: never }>('RedisStore', { prefix: checkedElsewhere });
    const record = recordOption(/^\w+$/, 'stores by name', checkedElsewhere);
    const message = (allowed: string) => `${allowed}; given: ${kind}.`;
    expect(() => schema.read(given)).toThrow(
      message('The options of RedisStore must be a plain object with any of: prefix'),
    );
    expect(() => record(given, 'Option "stores"')).toThrow(
      message('Option "stores" must be a plain object of stores by name'),
    );
  });

  it.each<[string, unknown, string]>([
    ['an element throws', hostileList, 'an array that throws when it is read'],
    ['it is a revoked proxy', revoked, 'a Proxy that throws when it is read'],
    ['it is too long', [1, 2, 3], 'an array of length 3'],
    ['it is no array', { length: 1 }, 'an object'],
  ])('says what is wrong with an array when %s', (_, given, kind) => {
    expect(() => listOption('stores', checkedElsewhere, 2)(given, 'Option "stores"')).toThrow(
      `Option "stores" must be an array of at most 2 stores; given: ${kind}.`,
    );
  });
});

describe('The elements of an array', () => {
  it('are read by their index, with a hole as undefined', () => {
    const array: unknown[] = [1, , 3]; // oxlint-disable-line no-sparse-arrays
    array[Symbol.iterator] = unreadable;
    expect(arrayElements(array, 3)).toStrictEqual({ elements: [1, undefined, 3] });
  });

  it('are not looked for in a revoked proxy', () => {
    expect([isArray(revoked), isArray(hostileList), isArray({ length: 0 })]).toStrictEqual([false, true, false]);
  });
});
