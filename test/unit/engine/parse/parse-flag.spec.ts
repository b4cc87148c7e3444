import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { compileFlag } from '../../../../lib/engine/compile/compile-flag.js';
import type { Flag } from '../../../../lib/engine/flag.js';
import { FeatureFlagsError } from '../../../../lib/internal/feature-flags.error.js';
import { InvalidFlagError } from '../../../../lib/engine/flag.errors.js';
import { parseFlag, parseFlags, tryParseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { hostileObjects } from '../hostile-objects.js';
import { scopeOf } from '../scopes.js';
import { problemsOf } from '../problems.js';

const shop = Object.entries(shopFlags);
const hostile = Object.entries(hostileObjects);

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

function invalid(run: () => unknown): InvalidFlagError {
  const error = thrownBy(run);
  expect(error).toBeInstanceOf(InvalidFlagError);
  return error as InvalidFlagError;
}

/** The problems of a variant's value. */
function problemsOfValue(value: unknown): string[] {
  return problemsOf('theme', { type: 'variant', variants: [{ name: 'a', weight: 1, value }] });
}

function unfrozenParts(data: unknown, path = 'flag'): string[] {
  if (typeof data !== 'object' || data === null) return [];
  const below = Object.entries(data).flatMap(([name, value]) => unfrozenParts(value, `${path}.${name}`));
  return Object.isFrozen(data) ? below : [path, ...below];
}

describe('parseFlag', () => {
  it.each([true, false])('reads the shorthand %p as a boolean flag', (enabled) => {
    expect(parseFlag('catalogue', enabled)).toStrictEqual({ key: 'catalogue', type: 'boolean', enabled });
  });

  it.each(shop)('gives %s its key and its master switch, and keeps everything else as written', (key, definition) => {
    const written = typeof definition === 'boolean' ? { type: 'boolean' } : definition;
    expect(parseFlag(key, definition)).toStrictEqual({ ...written, key, enabled: true });
  });

  it.each(shop)('freezes %s deeply', (key, definition) => {
    expect(unfrozenParts(parseFlag(key, definition))).toStrictEqual([]);
  });

  it('leaves the input unchanged, and ignores later changes to it', () => {
    const written = { type: 'variant', variants: [{ name: 'light', weight: 1, value: { colours: ['white'] } }] };
    const flag = parseFlag('theme', written);
    expect(unfrozenParts(written)).not.toStrictEqual([]);
    written.variants[0]!.value.colours.push('black');
    written.variants.push({ name: 'dark', weight: 1, value: { colours: [] } });
    expect(flag).toMatchObject({ variants: [{ name: 'light', value: { colours: ['white'] } }] });
    expect((flag as Extract<Flag, { type: 'variant' }>).variants).toHaveLength(1);
  });

  it.each(shop)('returns the parsed %s itself when it is parsed again', (key, definition) => {
    const flag = parseFlag(key, definition);
    expect(parseFlag(key, flag)).toBe(flag);
    expect(parseFlags({ [key]: flag }).get(key)).toBe(flag);
  });

  it.each(shop)('reads the JSON of the parsed %s as an equal flag', (key, definition) => {
    const flag = parseFlag(key, definition);
    const again = parseFlag(key, JSON.parse(JSON.stringify(flag)));
    expect(again).toStrictEqual(flag);
    expect(again).not.toBe(flag);
  });

  it('does not mistake a frozen object for one of its own results', () => {
    const forged = Object.freeze({ key: 'sale', type: 'percentage', enabled: true, percentage: 101 });
    expect(problemsOf('sale', forged)).toEqual([expect.stringContaining('sale.percentage')]);
  });

  it('rejects a parsed flag under another key', () => {
    const flag = parseFlag('sale', shopFlags.sale);
    expect(problemsOf('summer_sale', flag)).toEqual(['summer_sale.key: must be absent or "summer_sale"']);
  });

  it("accepts the flag's own key in the definition, and no other", () => {
    expect(parseFlag('sale', { key: 'sale', type: 'boolean' }).key).toBe('sale');
    expect(problemsOf('sale', { key: 'Sale', type: 'boolean' })).toEqual(['sale.key: must be absent or "sale"']);
    expect(problemsOf('sale', { key: 5, type: 'boolean' })).toEqual([expect.stringMatching(/^sale\.key: .*string/)]);
  });

  it.each([[null], ['true'], [''], [1], [0], [[]], [[true]]])(
    'rejects the definition %j and shows a valid one',
    (input) => {
      expect(problemsOf('sale', input)).toEqual([
        'sale: must be true, false or a definition such as { "type": "boolean" }',
      ]);
    },
  );

  it.each([
    ['undefined', undefined, 'sale: is missing: add its definition'],
    ['a function', () => true, 'sale: must be JSON data; given: a function'],
    ['a Map', new Map([['type', 'boolean']]), 'sale: must be plain data, not an instance of a class'],
  ])('rejects %s for a definition', (_, input, problem) => {
    expect(problemsOf('sale', input)).toEqual([problem]);
  });

  it.each([['rollout'], ['Boolean'], [''], [undefined], [null], [7], [['boolean']], ['toString'], ['hasOwnProperty']])(
    'rejects the type %j and lists the types',
    (type) => {
      expect(problemsOf('sale', { type, percentage: 101 })).toEqual([
        'sale.type: must be one of boolean, percentage, user_list, user_attribute, time_based, variant, custom',
      ]);
    },
  );

  it.each([
    ['with a space', 'new checkout'],
    ['that is empty', ''],
    ['that is too long', 'k'.repeat(129)],
    ['that is the name of the prototype', '__proto__'],
  ])('rejects a key %s, whatever the definition', (_, key) => {
    for (const definition of [true, shopFlags.sale, null]) {
      const { issues } = invalid(() => parseFlag(key, definition));
      expect(issues).toEqual([{ path: [key.slice(0, 80)], message: expect.stringContaining('is not a valid key') }]);
    }
  });

  it('rejects names such as __proto__ as an attribute, as a property and deep in a value', () => {
    const attribute: unknown = JSON.parse('{ "type": "user_attribute", "attributes": { "__proto__": "gold" } }');
    expect(problemsOf('sale', attribute)).toEqual(['sale.attributes.__proto__: is a reserved name']);

    const property: unknown = JSON.parse('{ "type": "boolean", "__proto__": { "enabled": false } }');
    expect(problemsOf('sale', property)).toEqual(['sale.__proto__: is a reserved name']);

    const value = '[{ "name": "a", "weight": 1, "value": { "x": [{ "__proto__": { "polluted": true } }] } }]';
    const variant: unknown = JSON.parse(`{ "type": "variant", "variants": ${value} }`);
    expect(problemsOf('sale', variant)).toEqual(['sale.variants[0].value.x[0].__proto__: is a reserved name']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('rejects cycles, classes and deep nesting in a value, with the place', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    let deep: unknown = 1;
    for (let i = 0; i < 40; i++) deep = [deep];
    expect(problemsOfValue(cyclic)).toEqual([
      expect.stringMatching(/^theme\.variants\[0\]\.value\.self.*deeper than 32 levels$/),
    ]);
    expect(problemsOfValue(deep)).toEqual([
      expect.stringMatching(/^theme\.variants\[0\]\.value\[0\].*deeper than 32 levels$/),
    ]);
    expect(problemsOfValue(new (class Theme {})())).toEqual([
      'theme.variants[0].value: must be plain data, not an instance of a class',
    ]);
  });

  it('reads numbers, lists and dates inside a value as JSON', () => {
    const value = { since: new Date(0), sizes: [1, null], nothing: undefined };
    expect(parseFlag('theme', { type: 'variant', variants: [{ name: 'a', weight: 1, value }] })).toMatchObject({
      variants: [{ value: { since: '1970-01-01T00:00:00.000Z', sizes: [1, null] } }],
    });
  });

  it('lists all problems of a definition at once, each with its path', () => {
    const definition = {
      type: 'variant',
      enabled: 'yes',
      bucketBy: '',
      tags: ['q4', 7],
      variants: [
        { name: '', weight: -1 },
        { name: 'dark', weight: 'heavy', colour: 'black' },
      ],
      defaultVariant: 7,
      rollout: 30,
    };
    const { issues, message } = invalid(() => parseFlag('theme', definition));
    const paths = problemsOf('theme', definition).map((problem) => problem.slice(0, problem.indexOf(': ')));
    expect(paths.toSorted()).toEqual([
      'theme',
      'theme.bucketBy',
      'theme.defaultVariant',
      'theme.enabled',
      'theme.tags[1]',
      'theme.variants[0].name',
      'theme.variants[0].weight',
      'theme.variants[1]',
      'theme.variants[1].weight',
    ]);
    expect(issues).toHaveLength(paths.length);
    expect(message.split('\n')).toHaveLength(2 + paths.length);
  });

  it('never repeats a value in its message', () => {
    const secret = 's3cret-t0ken';
    const definitions: unknown[] = [
      secret,
      [secret],
      { type: secret },
      { type: 'boolean', key: secret },
      { type: 'boolean', enabled: secret, version: secret, tags: secret, description: secret.repeat(100) },
      { type: 'boolean', unknown: secret },
      { type: 'percentage', percentage: secret, bucketBy: [secret], salt: secret.repeat(30) },
      { type: 'user_list', users: [[secret], secret.repeat(30)] },
      { type: 'user_list', users: secret },
      { type: 'user_attribute', attributes: { plan: { in: secret } } },
      { type: 'user_attribute', attributes: { plan: [[secret]] } },
      { type: 'time_based', start: secret, end: [secret] },
      { type: 'variant', variants: [{ name: [secret], weight: secret }] },
      { type: 'variant', variants: [{ name: secret, weight: 0, value: secret }], defaultVariant: `${secret}!` },
      { type: 'variant', variants: [1, 1].map(() => ({ name: secret, weight: 1, value: secret.repeat(9000) })) },
      { type: 'boolean', a: Symbol(secret), b: new Error(secret), c: () => secret },
      Object.defineProperty({}, 'type', { enumerable: true, get: () => JSON.parse(secret) as unknown }),
    ];
    for (const definition of definitions) {
      const { message, issues } = invalid(() => parseFlag('sale', definition));
      expect(message).not.toContain(secret);
      expect(JSON.stringify(issues)).not.toContain(secret);
    }
  });

  it('throws only InvalidFlagError, which is an error of this package', () => {
    const error = thrownBy(() => parseFlag('sale', null));
    expect(error).toBeInstanceOf(FeatureFlagsError);
    expect(error).toMatchObject({ name: 'InvalidFlagError', code: 'INVALID_FLAG', source: undefined });
  });

  it.each(hostile)('reads %s as invalid, as a definition and inside one', (_, make) => {
    expect(problemsOf('sale', make()).length).toBeGreaterThan(0);
    const biting = { type: 'user_attribute', attributes: { plan: make() } };
    expect(problemsOf('sale', biting).length).toBeGreaterThan(0);
  });
});

describe('a message', () => {
  it('shows at most five unknown properties, and counts the others', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`colour_${i}`, 1]));
    const { issues } = invalid(() => parseFlag('theme', { type: 'boolean', ...many }));
    expect(issues[0]?.message).toMatch(/"colour_4", and 4995 more$/);
  });

  it('cannot forge a log line', () => {
    const attributes = { 'plan\n  - forged: line': {} };
    const { message } = invalid(() => parseFlag('theme', { type: 'user_attribute', attributes }));
    expect(message.split('\n')).toHaveLength(3); // the heading, one problem, and the section of the manual
  });

  it('rejects more than 100 attributes, naming the limit', () => {
    const attributes = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`attribute_${i}`, 1]));
    const { issues } = invalid(() => parseFlag('premium', { type: 'user_attribute', attributes }));
    expect(issues).toEqual([{ path: ['premium', 'attributes'], message: 'must be at most 100 attributes' }]);
  });
});

describe('tryParseFlag', () => {
  it('returns either a flag or its problems', () => {
    expect(tryParseFlag('sale', true)).toStrictEqual({ definition: { key: 'sale', type: 'boolean', enabled: true } });
    expect(tryParseFlag('sale', { type: 'percentage', percentage: 101 })).toStrictEqual({
      issues: [{ path: ['sale', 'percentage'], message: 'must be at most 100; given: 101' }],
    });
  });
});

describe('parseFlags', () => {
  it('reads an object of definitions, keeping its order', () => {
    const flags = parseFlags(shopFlags);
    expect([...flags.keys()]).toEqual(Object.keys(shopFlags));
    for (const [key, definition] of shop) expect(flags.get(key)).toStrictEqual(parseFlag(key, definition));
  });

  it('reads a Map of definitions', () => {
    expect(parseFlags(new Map(shop))).toEqual(parseFlags(shopFlags));
  });

  it('returns flags that compile', () => {
    for (const flag of parseFlags(shopFlags).values()) {
      expect(compileFlag(flag, scopeOf(flag.key)).evaluate({ userId: 'ada' }).key).toBe(flag.key);
    }
  });

  it('reads an empty set as an empty set', () => {
    expect(parseFlags({}).size).toBe(0);
    expect(parseFlags(new Map()).size).toBe(0);
  });

  it('lists the problems of all flags at once, and names the source', () => {
    const error = invalid(() =>
      parseFlags(
        {
          catalogue: true,
          sale: { type: 'time_based', start: '2026-11-27T00:00:00' },
          'new checkout': true,
          premium: { type: 'percentage', percentage: 101 },
        },
        'flags.json',
      ),
    );
    expect(error.source).toBe('flags.json');
    expect(error.issues.map(({ path }) => path)).toEqual([
      ['sale', 'start'],
      ['new checkout'],
      ['premium', 'percentage'],
    ]);
    expect(error.message).toMatch(/^Invalid flag definitions in flags\.json:\n/);
  });

  it.each([[null], [undefined], [true], ['{}'], [7], [[]], [[['sale', true]]]])(
    'rejects %j and says what it expects',
    (input) => {
      expect(invalid(() => parseFlags(input)).issues).toEqual([
        { path: [], message: 'must be an object of definitions by key' },
      ]);
    },
  );

  it('rejects __proto__ as a key and leaves all prototypes alone', () => {
    const definitions: unknown = JSON.parse('{ "__proto__": { "type": "boolean", "polluted": true }, "sale": true }');
    expect(invalid(() => parseFlags(definitions)).issues).toEqual([
      { path: ['__proto__'], message: expect.stringMatching(/^is not a valid key: use a letter/) },
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each(['constructor', 'prototype', 'toString'])('accepts %s as an ordinary key', (key) => {
    const flags = parseFlags({ [key]: true });
    expect([...flags.keys()]).toEqual([key]);
  });

  it.each([
    [7, 'given: a whole number'],
    [null, 'given: null'],
    [Symbol('sale'), 'given: a symbol'],
    [['sale'], 'given: an array'],
  ])('rejects the key %p of a Map', (key, hint) => {
    expect(invalid(() => parseFlags(new Map([[key, true]]))).message).toContain(hint);
  });

  it.each([
    ['a getter', Object.defineProperty({}, 'sale', { enumerable: true, get: () => JSON.parse('secret') as unknown })],
    ['a proxy', hostileObjects['a proxy that refuses to list its keys']()],
    ['a revoked proxy', hostileObjects['a revoked proxy of an object']()],
  ])('reports that %s throws', (_, input) => {
    expect(invalid(() => parseFlags(input)).issues).toEqual([
      { path: [], message: 'cannot be read: one of its getters or proxies throws' },
    ]);
  });

  it.each(hostile)('reads %s as invalid among the definitions, and throws nothing else for the set', (_, make) => {
    expect(invalid(() => parseFlags({ sale: make() })).issues[0]?.path[0]).toBe('sale');
    try {
      expect(parseFlags(make()).size).toBe(0);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidFlagError);
    }
  });

  it('throws nothing but InvalidFlagError for a Map with a key that cannot become a string', () => {
    for (const [, make] of hostile) {
      expect(invalid(() => parseFlags(new Map([[make(), true]]))).issues).toHaveLength(1);
    }
    expect(invalid(() => parseFlags(new Map([[Object.create(null), true]]))).issues).toHaveLength(1);
  });

  it('lists more problems than a call can have arguments', () => {
    const users = Array.from({ length: 200_000 }, () => () => 1);
    expect(invalid(() => parseFlags({ early_access: { type: 'user_list', users } })).issues).toHaveLength(200_000);
  });
});

it('The function parseFlags reads definitions when Node disallows code generation from strings', async () => {
  const module = new URL('../../../../dist/engine/parse/parse-flag.js', import.meta.url).href;
  const program = `
    const { parseFlags } = await import(${JSON.stringify(module)});
    const rules = [{ when: { attribute: 'plan', op: 'equals', value: 'staff' }, rollout: { percentage: 5 } }];
    const flags = Array.from({ length: 1200 }, (_, i) => ['flag-' + i, { type: 'percentage', percentage: 5, rules }]);
    console.log(parseFlags(Object.fromEntries(flags)).size);`;
  const args = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  expect(stdout).toBe('1200\n');
});
