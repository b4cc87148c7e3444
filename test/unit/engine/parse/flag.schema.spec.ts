import { describe, expect, it } from '@jest/globals';
import { FlagLimits } from '../../../../lib/engine/flag-limits.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { problemsOf } from '../problems.js';

const halves = [
  { name: 'light', weight: 1 },
  { name: 'dark', weight: 1 },
];

function boolean(rest: object): object {
  return { type: 'boolean', ...rest };
}

function rollout(percentage: unknown, rest: object = {}): object {
  return { type: 'percentage', percentage, ...rest };
}

function attributes(rule: unknown): object {
  return { type: 'user_attribute', attributes: rule };
}

function window(start: unknown, end?: unknown): object {
  return { type: 'time_based', start, end };
}

function variant(variants: unknown, rest: object = {}): object {
  return { type: 'variant', variants, ...rest };
}

/** As many distinct names as asked for. */
function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `name-${i}`);
}

/** JSON text of exactly so many bytes: a string with its two quotes. */
function textOfBytes(bytes: number): string {
  return 'x'.repeat(bytes - 2);
}

/** The one problem of a definition that has exactly one. */
function problemOf(definition: object): string | undefined {
  const problems = problemsOf('sale', definition);
  expect(problems).toHaveLength(1);
  return problems[0];
}

describe('The schema of a definition', () => {
  it.each(Object.entries(shopFlags))('accepts the shop’s flag %s', (key, definition) => {
    expect(problemsOf(key, definition)).toStrictEqual([]);
  });

  it('has the limits that the manual lists', () => {
    expect(FlagLimits).toEqual({
      definitions: 100_000,
      definitionText: 8_388_608,
      edits: 10_000,
      editsText: 33_554_432,
      variants: 100,
      users: 100_000,
      attributes: 100,
      rules: 100,
      conditionDepth: 10,
      conditions: 1000,
      conditionsInAll: 10_000,
      ranges: 100,
      prerequisites: 100,
      references: 1000,
      referenceDepth: 100,
      valueBytes: 65_536,
      tags: 50,
      metadata: 50,
      nameLength: 256,
      targetingKeyLength: 1024,
      bucketBy: 10,
      descriptionLength: 1000,
    });
  });

  describe('of every type', () => {
    it('is on by default', () => {
      expect(parseFlag('sale', boolean({}))).toEqual({ key: 'sale', type: 'boolean', enabled: true });
      expect(parseFlag('sale', boolean({ enabled: false })).enabled).toBe(false);
    });

    it('keeps its version', () => {
      expect(parseFlag('sale', boolean({ version: 3 }))).toEqual({
        key: 'sale',
        type: 'boolean',
        enabled: true,
        version: 3,
      });
    });

    it('may have version 0', () => {
      expect(problemsOf('sale', boolean({ version: 0 }))).toStrictEqual([]);
    });

    it.each([
      ['enabled as text', { enabled: 'true' }, 'sale.enabled', 'must be true or false'],
      ['enabled as a number', { enabled: 1 }, 'sale.enabled', 'must be true or false'],
      ['enabled as null', { enabled: null }, 'sale.enabled', 'must be true or false'],
      ['a negative version', { version: -1 }, 'sale.version', 'at least 0'],
      ['half a version', { version: 1.5 }, 'sale.version', 'must be a whole number'],
      ['an unknown property', { enabeld: true }, 'sale', '"enabeld"'],
      ['a property of another type', { percentage: 30 }, 'sale', '"percentage"'],
    ])('rejects %s', (_, rest, path, hint) => {
      const problem = problemOf(boolean(rest));
      expect(problem).toMatch(`${path}: `);
      expect(problem).toContain(hint);
    });

    it.each(
      Object.keys(shopFlags).filter((key) => key !== 'catalogue') as Exclude<keyof typeof shopFlags, 'catalogue'>[],
    )('rejects a misspelled property of %s', (key) => {
      expect(problemsOf(key, { ...shopFlags[key], enabeld: true })).toEqual([
        expect.stringMatching(new RegExp(`^${key}: .*"enabeld"`)),
      ]);
    });
  });

  describe('of a percentage flag', () => {
    it.each([0, 100, 0.001, 99.999, 33.333, 12.5, 0.007, 64.001, 1e-3])('accepts %d %%', (percentage) => {
      expect(problemsOf('sale', rollout(percentage))).toStrictEqual([]);
    });

    it('accepts steps of 0.001 that floating point cannot represent exactly', () => {
      const refused: number[] = [];
      for (let step = 0; step <= 100_000; step += 13) {
        if (problemsOf('sale', rollout(step / 1000)).length > 0) refused.push(step);
      }
      expect(refused).toStrictEqual([]);
    });

    it.each([
      [101, 'at most 100'],
      [100.001, 'at most 100'],
      [-0.001, 'at least 0'],
      [-1, 'at least 0'],
      [0.0001, 'multiple of 0.001'],
      [0.0005, 'multiple of 0.001'],
      [33.3333, 'multiple of 0.001'],
      [99.9999, 'multiple of 0.001'],
      ['30', 'must be a number'],
      ['30%', 'must be a number'],
      [true, 'must be a number'],
      [null, 'must be a number'],
      [[30], 'must be a number'],
    ])('rejects the percentage %p', (percentage, hint) => {
      const problem = problemOf(rollout(percentage));
      expect(problem).toMatch('sale.percentage: ');
      expect(problem).toContain(hint);
    });

    it.each([Number.NaN, Infinity, -Infinity])('rejects the percentage %p, which is not finite', (percentage) => {
      expect(problemOf(rollout(percentage))).toBe('sale.percentage: must be a finite number');
    });

    it('may name a bucketing attribute and a salt', () => {
      const drawn = { bucketBy: 'company', salt: 'größe 🛒' };
      expect(parseFlag('sale', rollout(30, drawn))).toMatchObject(drawn);
    });

    it('may name several attributes, of which the first present one counts', () => {
      const drawn = { bucketBy: ['company', '/team/id', 'userId'] };
      expect(parseFlag('sale', rollout(30, drawn))).toMatchObject(drawn);
      expect(parseFlag('sale', variant(halves, drawn))).toMatchObject(drawn);
    });

    it.each([
      ['bucketBy', '', 'at least 1'],
      ['bucketBy', 'b'.repeat(257), 'at most 256'],
      ['bucketBy', [], 'at least 1'],
      ['bucketBy', ['company', 'company'], 'must have different paths'],
      ['bucketBy', Array.from({ length: 11 }, (_, i) => `path-${i}`), 'at most 10'],
      ['bucketBy', 7, 'must be the path of an attribute, or a list of up to 10 paths'],
      ['salt', '', 'at least 1'],
      ['salt', 's'.repeat(257), 'at most 256'],
      ['salt', 7, 'must be a string'],
    ])('rejects an invalid %s', (name, value, hint) => {
      for (const definition of [rollout(30, { [name]: value }), variant(halves, { [name]: value })]) {
        const problem = problemOf(definition);
        expect(problem).toMatch(`sale.${name}: `);
        expect(problem).toContain(hint);
      }
    });
  });

  describe('of a user_list flag', () => {
    it('accepts 100,000 users', () => {
      expect(problemsOf('sale', { type: 'user_list', users: names(100_000) })).toStrictEqual([]);
    });

    it('rejects one more user, and names the limit', () => {
      expect(problemOf({ type: 'user_list', users: names(100_001) })).toMatch(/^sale\.users: .*at most 100000/);
    });

    it.each([
      ['a missing list', undefined, 'sale.users: ', 'must be an array'],
      ['a single user', 'ada', 'sale.users: ', 'must be an array'],
      ['a number', ['ada', 42], 'sale.users[1]: ', 'must be a string'],
      ['an empty id', ['ada', ''], 'sale.users[1]: ', 'at least 1'],
      ['an id of 1,025 characters', ['u'.repeat(1025)], 'sale.users[0]: ', 'at most 1024'],
      ['an id with half of a surrogate pair', ['u\uD800'], 'sale.users[0]: ', 'well-formed Unicode'],
      ['null', [null], 'sale.users[0]: ', 'must be a string'],
    ])('rejects %s', (_, users, path, hint) => {
      const problem = problemOf({ type: 'user_list', users });
      expect(problem).toMatch(path);
      expect(problem).toContain(hint);
    });
  });

  describe('of a user_attribute flag', () => {
    it.each([
      [{}],
      [{ plan: 'gold' }],
      [{ plan: ['gold', 'platinum'], age: 42, vip: true, coupon: null }],
      [{ plan: [] }],
      [{ plan: [null, 1, false, ''] }],
      [{ 'a name with spaces, ümlauts & dots.': 1 }],
      [{ toString: 'own', hasOwnProperty: 'own' }],
    ])('accepts the rule %j', (rule) => {
      expect(parseFlag('sale', attributes(rule))).toMatchObject({ attributes: rule });
    });

    it.each([
      ['a missing rule', undefined, 'sale.attributes: ', 'an object'],
      ['a list for a rule', ['gold'], 'sale.attributes: ', 'an object'],
      [
        'an object to compare with',
        { plan: { in: ['gold'] } },
        'sale.attributes.plan: ',
        'string, number, boolean, null',
      ],
      ['a list in a list', { plan: [['gold']] }, 'sale.attributes.plan: ', 'string, number, boolean, null'],
      ['an attribute without a name', { '': 1 }, 'sale.attributes."": ', 'is not a valid name'],
      ['a name of 257 characters', { ['n'.repeat(257)]: 1 }, 'sale.attributes."n', 'is not a valid name'],
    ])('rejects %s', (_, rule, path, hint) => {
      const problem = problemOf(attributes(rule));
      expect(problem).toMatch(path);
      expect(problem).toContain(hint);
    });

    it('accepts 64 KiB of values and rejects one byte more, naming the limit', () => {
      const around = '{"plan":}'.length;
      expect(problemsOf('sale', attributes({ plan: textOfBytes(65_536 - around) }))).toStrictEqual([]);
      expect(problemOf(attributes({ plan: textOfBytes(65_537 - around) }))).toMatch(/^sale\.attributes: .*64 KiB/);
    });
  });

  describe('of a time_based flag', () => {
    it.each([
      ['2026-11-27T00:00:00Z'],
      ['2026-11-27T00:00:00.5Z'],
      ['2026-11-27T00:00:00.123456Z'],
      ['2026-11-27T00:00:00+01:00'],
      ['2026-11-27T23:59:59-09:30'],
      ['2028-02-29T00:00:00Z'],
    ])('accepts the instant %s', (instant) => {
      expect(parseFlag('sale', window(instant))).toEqual({
        key: 'sale',
        type: 'time_based',
        enabled: true,
        start: instant,
      });
      expect(parseFlag('sale', window(undefined, instant))).toMatchObject({ end: instant });
    });

    it('reads a Date as its ISO 8601 text', () => {
      expect(parseFlag('sale', window(new Date(0), new Date(1)))).toMatchObject({
        start: '1970-01-01T00:00:00.000Z',
        end: '1970-01-01T00:00:00.001Z',
      });
    });

    it.each([
      ['without an offset', '2026-11-27T00:00:00'],
      ['without a time', '2026-11-27'],
      ['of a day that does not exist', '2026-02-29T00:00:00Z'],
      ['of a month that does not exist', '2026-13-01T00:00:00Z'],
      ['of an hour that does not exist', '2026-11-27T25:00:00Z'],
      ['with a blank for the T', '2026-11-27 00:00:00Z'],
      ['in another notation', 'Fri, 27 Nov 2026 00:00:00 GMT'],
      ['in words', 'tomorrow'],
      ['that is empty', ''],
      ['with something behind it', '2026-11-27T00:00:00Z\n'],
      ['in seconds', 1_795_737_600],
      ['that is null', null],
    ])('rejects the instant %s, and shows a valid one', (_, instant) => {
      expect(problemOf(window(instant))).toMatch(/^sale\.start: .*offset.*"2026-11-27T00:00:00Z"/);
      expect(problemOf(window(undefined, instant))).toMatch(/^sale\.end: .*offset.*"2026-11-27T00:00:00Z"/);
    });

    it('rejects an invalid Date', () => {
      expect(problemOf(window(new Date(Number.NaN)))).toBe('sale.start: is an invalid Date');
    });

    it('rejects a window without a start and an end', () => {
      expect(problemOf(window(undefined))).toBe('sale: must have "start", "end" or both');
    });

    it('rejects an end that is not later than the start, whatever their offsets', () => {
      const later = 'sale.end: must be later than start';
      expect(problemOf(window('2026-11-27T00:00:00Z', '2026-11-26T00:00:00Z'))).toBe(later);
      expect(problemOf(window('2026-11-27T00:00:00Z', '2026-11-27T00:00:00Z'))).toBe(later);
      expect(problemOf(window('2026-11-27T00:00:00Z', '2026-11-27T01:00:00+01:00'))).toBe(later);
      expect(problemsOf('sale', window('2026-11-27T01:00:00+01:00', '2026-11-27T00:00:00.001Z'))).toStrictEqual([]);
    });
  });

  describe('of a variant flag', () => {
    it('accepts 100 variants and rejects one more, naming the limit', () => {
      const variants = names(101).map((name) => ({ name, weight: 1 }));
      expect(problemsOf('sale', variant(variants.slice(1)))).toStrictEqual([]);
      expect(problemOf(variant(variants))).toMatch(/^sale\.variants: .*at most 100\b/);
    });

    it('accepts weights of any sum, fractions and zeros included', () => {
      const variants = [0, 0.1, 1e12, 5e-324].map((weight) => ({ name: `w${weight}`, weight }));
      expect(parseFlag('sale', variant(variants))).toMatchObject({ variants });
    });

    it.each([[null], [false], [0], ['text'], [['a', { b: null }]], [{ background: '#fff', sizes: [1, 2] }]])(
      'keeps the value %j',
      (value) => {
        expect(parseFlag('sale', variant([{ name: 'light', weight: 1, value }]))).toMatchObject({
          variants: [{ value }],
        });
      },
    );

    it.each<[string, unknown, string, string]>([
      ['no variants', undefined, 'sale.variants: ', 'must be an array'],
      ['an object of weights', { light: 1 }, 'sale.variants: ', 'must be an array'],
      ['a bare name', ['light'], 'sale.variants[0]: ', 'must be an object'],
      ['weights that are all zero', [{ name: 'light', weight: 0 }], 'sale.variants: ', 'one weight above 0'],
      ['a negative weight', [...halves, { name: 'x', weight: -1 }], 'sale.variants[2].weight: ', 'at least 0'],
      ['a weight over 1e12', [{ name: 'x', weight: 1.1e12 }], 'sale.variants[0].weight: ', 'at most 1000000000000'],
      ['a weight as text', [{ name: 'x', weight: '1' }], 'sale.variants[0].weight: ', 'must be a number'],
      ['a missing weight', [{ name: 'x' }], 'sale.variants[0].weight: ', 'must be a number'],
      ['a missing name', [{ weight: 1 }], 'sale.variants[0].name: ', 'must be a string'],
      ['an empty name', [{ name: '', weight: 1 }], 'sale.variants[0].name: ', 'at least 1'],
      ['a name of 257 characters', [{ name: 'n'.repeat(257), weight: 1 }], 'sale.variants[0].name: ', 'at most 256'],
      ['one name twice', [...halves, { name: 'light', weight: 5 }], 'sale.variants: ', 'different names'],
      ['a misspelled property', [{ name: 'x', weight: 1, vlaue: 1 }], 'sale.variants[0]: ', '"vlaue"'],
    ])('rejects %s', (_, variants, path, hint) => {
      const problem = problemOf(variant(variants));
      expect(problem).toMatch(path);
      expect(problem).toContain(hint);
    });

    it.each([Number.NaN, Infinity])('rejects the weight %p', (weight) => {
      expect(problemOf(variant([{ name: 'x', weight }]))).toBe('sale.variants[0].weight: must be a finite number');
    });

    it('rejects a default variant that is not one of the variants', () => {
      expect(problemsOf('sale', variant(halves, { defaultVariant: 'dark' }))).toStrictEqual([]);
      expect(problemOf(variant(halves, { defaultVariant: 'Dark' }))).toBe(
        'sale.defaultVariant: must be the name of one of the variants',
      );
    });

    it('rejects an empty list', () => {
      expect(problemsOf('sale', variant([]))[0]).toMatch(/^sale\.variants: .*at least 1/);
    });

    it('accepts 64 KiB of values and rejects one byte more, naming the limit', () => {
      const around = '[,{"x":}]'.length;
      const valued = (bytes: number) => [
        { name: 'light', weight: 1, value: textOfBytes(30_000) },
        { name: 'dark', weight: 1, value: { x: textOfBytes(bytes - 30_000 - around) } },
      ];
      expect(problemsOf('sale', variant(valued(65_536)))).toStrictEqual([]);
      expect(problemOf(variant(valued(65_537)))).toMatch(/^sale\.variants: .*64 KiB/);
    });

    it('counts bytes, not characters', () => {
      const value = '😀'.repeat(17_000); // 34,000 UTF-16 code units, 68,000 bytes
      expect(problemOf(variant([{ name: 'light', weight: 1, value }]))).toContain('64 KiB');
    });
  });
});
