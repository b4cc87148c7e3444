/** What plain JavaScript may give instead of anything. */
export const hostileValues: readonly [title: string, value: unknown][] = [
  ['null', null],
  ['a number', 7],
  ['NaN', NaN],
  ['a bigint', 7n],
  ['true', true],
  ['an empty string', ''],
  ['a string with a space', 'has space'],
  ['a string with a lone surrogate', 'ada\uD800'],
  ['a long string', 'x'.repeat(100_000)],
  ['a symbol', Symbol('x')],
  ['an array', ['flags.json']],
  ['a sparse array', Array(3)],
  ['a function', () => 'x'],
  ['a class', class MemoryProvider {}],
  ['a Date with a method of its own', Object.assign(new Date(NaN), { toISOString: () => '2026-01-01T00:00:00Z' })],
  ['a Map', new Map([['unit', 'ada']])],
  ['a wrapper object', Object('x')],
  ['an object with an unknown member', { bogus: 1 }],
  ['an object with a symbol', { [Symbol('x')]: 1 }],
  ['an instance of a class', new (class User {})()],
  ['an object that cannot be a string', { toString: null, valueOf: null }],
  [
    'an object whose getters throw',
    {
      get actor(): never {
        throw new TypeError('secret of ada');
      },
    },
  ],
  [
    'a proxy that throws',
    new Proxy(
      {},
      {
        get: fail,
        has: fail,
        ownKeys: fail,
        getPrototypeOf: fail,
        getOwnPropertyDescriptor: fail,
      },
    ),
  ],
];

function fail(): never {
  throw new TypeError('secret of ada');
}
