import { describe, expect, it } from '@jest/globals';
import { FlagLimits } from '../../../lib/engine/flag-limits.js';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import { parseFlagSet, readFlagSet } from '../../../lib/providers/parse-flag-set.js';

describe('parseFlagSet', () => {
  it('reads flags and segments, and no segments if there are none', () => {
    const { flags, segments } = parseFlagSet({ flags: { search: true }, segments: { staff: {} } }, 'the shop');
    expect([...flags.keys(), ...segments.keys()]).toEqual(['search', 'staff']);
    expect(parseFlagSet({ flags: {} }, 'the shop').segments.size).toBe(0);
    expect(parseFlagSet({ flags: {}, segments: undefined }, 'the shop').segments.size).toBe(0);
  });

  it('lists the problems of flags and segments at once, with the source', () => {
    const set = { flags: { sale: { type: 'maybe' } }, segments: { 'the staff': {}, testers: { include: [''] } } };
    const read = () => parseFlagSet(set, 'the shop');
    expect(read).toThrow(InvalidFlagError);
    expect(read).toThrow(/in the shop:[^]*sale\.type[^]*segments\."the staff"[^]*segments\.testers\.include\[0\]/);
  });

  it.each([null, [], 7, 'staff'])('rejects %j as segments', (segments) => {
    expect(() => parseFlagSet({ flags: {}, segments }, 'the shop')).toThrow(
      'segments: must be an object of definitions',
    );
  });

  it('rethrows errors that are not about definitions', () => {
    const set = {
      flags: {},
      get segments(): unknown {
        throw new RangeError('the source is closed');
      },
    };
    expect(() => parseFlagSet(set, 'the shop')).toThrow(RangeError);
  });
});

class Shop {
  readonly #flags = { search: true };
  get flags() {
    return this.#flags;
  }
}

describe('readFlagSet', () => {
  it('reads all definitions except those that it reports', () => {
    const { flags, segments, problems } = readFlagSet(
      { flags: { search: true, sale: 7 }, segments: { staff: 7, testers: {} } },
      'the shop',
    );
    expect([...flags.keys(), ...segments.keys()]).toEqual(['search', 'testers']);
    expect(problems.map(({ kind, key }) => [kind, key])).toEqual([
      ['flag', 'sale'],
      ['segment', 'staff'],
    ]);
  });

  it('reads each definition once, even if another one is invalid', () => {
    let reads = 0;
    const flags = {
      sale: 7,
      get search() {
        reads++;
        return true;
      },
    };
    expect([...readFlagSet({ flags }, 'the shop').flags.keys(), reads]).toEqual(['search', 1]);
  });

  it('reads valid Maps of definitions', () => {
    const set = { flags: new Map([['search', true]]), segments: new Map([['staff', {}]]) };
    const { flags, segments } = readFlagSet(set, 'the shop');
    expect([...flags.keys(), ...segments.keys()]).toEqual(['search', 'staff']);
  });

  it('never names a valid key in the problem of an invalid one', () => {
    const valid = 'x'.repeat(80);
    const { problems } = readFlagSet({ flags: { [valid]: true, [valid.repeat(2)]: true } }, 'the shop');
    expect(problems.map(({ key }) => key)).toEqual([`${valid}…`]);
  });

  it.each(['flags', 'segments'])('rejects all %s if there are more than the limit', (kind) => {
    const many = Object.fromEntries(Array.from({ length: FlagLimits.definitions + 1 }, (_, i) => [`one-${i}`, {}]));
    expect(() => readFlagSet({ flags: {}, [kind]: many }, 'the shop')).toThrow(
      /in the shop:[^]*are 100001 definitions, more than 100000: use several sources, or fewer/,
    );
  });

  it.each([new Set(['search']), new Shop(), [true], 'search', 7, null])(
    'rejects %p, which contains no definitions',
    (flags) => {
      expect(() => readFlagSet({ flags }, 'the shop')).toThrow('must be an object of definitions by key');
    },
  );
});
