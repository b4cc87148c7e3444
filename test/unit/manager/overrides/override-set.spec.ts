import { describe, expect, it } from '@jest/globals';
import type { FlagOverride } from '../../../../lib/engine/flag-override.js';
import { OverrideSet } from '../../../../lib/manager/overrides/override-set.js';

const override = (key: string, unit?: string, expiresAt?: string): FlagOverride => ({
  key,
  serve: { enabled: true },
  actor: 'ops',
  createdAt: '2026-01-01T00:00:00Z',
  ...(unit === undefined ? {} : { unit }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

describe('A set of overrides', () => {
  it('is not changed by a set derived from it', () => {
    const one = OverrideSet.of([override('search')]);
    const two = OverrideSet.of([...one.all(), override('search', 'ada')], one);
    const none = OverrideSet.of([], one);
    expect([one, two, none].map((set) => set.all().length)).toEqual([1, 2, 0]);
    expect([...none.keys()]).toStrictEqual([]);
  });

  it('holds at most one for each flag and unit', () => {
    const later = { ...override('search', 'ada'), actor: 'later' };
    const set = OverrideSet.of([override('search', 'ada'), override('search'), later]);
    expect(set.all()).toHaveLength(2);
    expect(set.get('search', { unit: 'ada' })).toBe(later);
  });

  it('is the same whether overrides are added at once or one by one', () => {
    const later = { ...override('search', 'ada'), actor: 'later' };
    const all = [override('search', 'ada'), override('sale'), override('search'), later];
    const oneByOne = all.reduce((set, each) => OverrideSet.of([...set.all(), each], set), OverrideSet.of([]));
    expect(OverrideSet.of(all).all()).toEqual(oneByOne.all());
  });

  it('returns the same overrides of a flag as long as none of them changes', () => {
    const set = OverrideSet.of([override('search'), override('search', 'ada')]);
    const more = OverrideSet.of([...set.all(), override('theme')], set);
    const next = OverrideSet.of([...set.all()], more);
    expect(next.ofFlag('search')).toBe(set.ofFlag('search'));
    expect(next.ofFlag('theme')).toBe(set.ofFlag('nobody'));
    const [first, second] = set.all();
    const swapped = OverrideSet.of([second!, first!], set);
    expect(swapped.ofFlag('search')).not.toBe(set.ofFlag('search'));
    expect([...swapped.ofFlag('search')!]).toEqual([second, first]);
  });

  it('finds what has expired at an instant and when the next one will', () => {
    const early = override('search', 'ada', '2026-01-01T00:00:01Z');
    const set = OverrideSet.of([override('search'), override('theme', 'ada', '2026-01-01T02:00:02+02:00'), early]);
    const at = Date.parse('2026-01-01T00:00:01Z');
    expect(set.nextExpiry()?.at).toBe(at);
    expect(set.expired(at - 1)).toStrictEqual([]);
    expect(set.expired(at)).toEqual([early]);
    expect(set.expired(at + 1000)).toHaveLength(2);
    expect(OverrideSet.of([override('search')]).nextExpiry()).toBeUndefined();
  });

  it('changes in place, with its number, its size and the next expiry', () => {
    const set = new OverrideSet();
    const [early, late] = [
      override('theme', 'ada', '2026-01-01T00:00:01Z'),
      override('theme', 'bob', '2026-01-02T00:00:00Z'),
    ];
    for (const each of [late, early, override('search')]) set.put(each);
    const { bytes } = set;
    expect([set.size, set.nextExpiry()?.item]).toEqual([3, early]);
    set.put(early);
    expect([set.size, set.bytes, set.all().at(-1)]).toEqual([3, bytes, override('search')]);
    set.delete('theme', { unit: 'ada' });
    set.delete('theme', { unit: 'ada' });
    set.delete('search', { unit: 'nobody' });
    expect([set.size, set.nextExpiry()?.item, set.get('theme', { unit: 'ada' })]).toEqual([2, late, undefined]);
    set.delete('theme', late);
    expect([set.ofFlag('theme'), set.nextExpiry()]).toEqual([undefined, undefined]);
    set.delete('search', {});
    expect([set.size, set.bytes, [...set.keys()]]).toEqual([0, 0, []]);
  });
});
