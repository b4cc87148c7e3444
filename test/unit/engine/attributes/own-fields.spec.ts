import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  ownAttributes,
  ownSessionId,
  ownTimestamp,
  ownUserId,
  ownValue,
} from '../../../../lib/engine/attributes/own-fields.js';
import { untyped } from '../compiled.js';

const readers = {
  userId: ownUserId,
  sessionId: ownSessionId,
  userAttributes: ownAttributes,
  timestamp: ownTimestamp,
} as const;

class Visit {
  constructor(
    readonly userId: string,
    readonly sessionId: string,
    readonly userAttributes: object,
    readonly timestamp: number,
  ) {}
}

function refuse(): never {
  throw new Error('this object bites');
}

let gettersCalled = 0;

class Session {
  get userId(): string {
    return `getter ${++gettersCalled}`;
  }

  get sessionId(): string {
    return this.userId;
  }

  get userAttributes(): object {
    return { plan: this.userId };
  }

  get timestamp(): number {
    return ++gettersCalled;
  }
}

const fields = { userId: 'ada', sessionId: 's-1', userAttributes: { plan: 'gold' }, timestamp: 5 };

describe.each(Object.entries(readers))('The field %s', (name, read) => {
  const value: unknown = fields[name as keyof typeof fields];

  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, name);
  });

  it.each([
    ['a plain object', fields],
    ['an object without a prototype', Object.assign(Object.create(null) as object, fields)],
    ['an instance of a class', new Visit('ada', 's-1', fields.userAttributes, 5)],
    ['an object with a prototype of its own', Object.assign(Object.create({ other: 1 }) as object, fields)],
    ['a frozen object', Object.freeze({ ...fields })],
    ['a proxy', new Proxy(fields, {})],
  ])('in %s is read when it is its own', (_, holder) => {
    expect(read(untyped(holder))).toEqual(value);
  });

  it.each([
    ['an empty object', {}],
    ['an object that inherits it', Object.create(fields) as object],
    [
      'an object that inherits it from a plain one with a constructor',
      Object.create({ ...fields, constructor: Object }),
    ],
    ['an instance of a class that has a getter for it', new Session()],
  ])('in %s is missing', (_, holder: unknown) => {
    expect(read(untyped(holder))).toBeUndefined();
    expect(gettersCalled).toBe(0);
  });

  it('is never read from Object.prototype', () => {
    // oxlint-disable-next-line eslint/no-extend-native
    Object.defineProperty(Object.prototype, name, { get: () => 'polluted', configurable: true });
    expect(read({})).toBeUndefined();
    expect(read(untyped(JSON.parse('{ "__proto__": { "userId": "eve" } }')))).toBeUndefined();
    expect(read(untyped(fields))).toEqual(value);
  });

  it.each([
    ['a text', 'ada'],
    ['a number', 5],
    ['nothing', undefined],
    ['null', null],
    ['a promise', Promise.resolve(fields)],
    ['a proxy that refuses to read', new Proxy(fields, { get: refuse })],
    ['an object whose getter throws', Object.defineProperty({}, name, { get: refuse })],
  ])('in %s cannot be read, which differs from being missing', (_, holder: unknown) => {
    expect(() => read(untyped(holder))).toThrow();
  });

  it('is read from a proxy, whether or not the proxy describes its properties', () => {
    expect(read(untyped(new Proxy(fields, { getOwnPropertyDescriptor: refuse })))).toEqual(value);
    expect(read(untyped(new Proxy({}, { get: () => 'anything' })))).toBeUndefined();
  });

  it('is not looked up in a prototype that pretends to be plain', () => {
    const context = JSON.parse('{ "__proto__": { "userId": "eve", "sessionId": "e" }, "constructor": {} }') as object;
    expect(read(untyped(context))).toBeUndefined();
  });
});

describe('Any other own property', () => {
  it('is read, and an inherited one is not', () => {
    expect(ownValue({ plan: 'gold' }, 'plan')).toBe('gold');
    expect(ownValue(Object.create({ plan: 'gold' }), 'plan')).toBeUndefined();
    expect(ownValue({}, 'toString')).toBeUndefined();
    expect(ownValue('text', 'length')).toBeUndefined();
  });

  it('throws when it cannot be read', () => {
    expect(() => ownValue(new Proxy({ plan: 'gold' }, { get: refuse }), 'plan')).toThrow('this object bites');
  });
});

it('The fields are read the same way when Node runs with --disable-proto', async () => {
  const module = new URL('../../../../dist/engine/attributes/own-fields.js', import.meta.url).href;
  const program = `
    const { ownUserId } = await import(${JSON.stringify(module)});
    console.log(ownUserId({ userId: 'ada' }), ownUserId(Object.create({ userId: 'eve' })));`;
  for (const mode of ['throw', 'delete']) {
    const args = [`--disable-proto=${mode}`, '--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
    expect(stdout).toBe('ada undefined\n');
  }
});
