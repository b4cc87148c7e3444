import { describe, expect, it } from '@jest/globals';
import { shopFlags } from '../../../../fixtures/shop-flags.js';
import { after, inLayer, inconsistenciesOf, ruled } from './inconsistencies.js';

/** So many rules for one segment. */
function vips(count: number) {
  return ruled(...Array.from({ length: count }, () => ({ segment: 'vip' })));
}

/** So many segments, each of which is made of the one before. */
function chain(count: number): Record<string, unknown> {
  const keys = Array.from({ length: count }, (_, i) => `s${i}`);
  return Object.fromEntries(
    keys.map((key, i) => [key, { rules: keys.slice(Math.max(0, i - 1), i).map((segment) => ({ segment })) }]),
  );
}

describe('Definitions', () => {
  it('without references are consistent', () => {
    expect(inconsistenciesOf({})).toStrictEqual([]);
    expect(inconsistenciesOf(shopFlags, { vip: { include: ['ada'] } })).toStrictEqual([]);
  });

  it('with inconsistencies are all reported, each at its place', () => {
    const flags = {
      express: after('express'),
      search: ruled({ segment: 'staff' }),
      wallet: inLayer(0, 50),
      voucher: inLayer(40, 60),
      gift: { type: 'custom', strategy: 'lottery' },
    };
    expect(
      inconsistenciesOf(flags, { vip: { rules: [{ segment: 'vip' }] } }).map((line) => line.split(':')[0]),
    ).toEqual([
      'flag search.rules[0].when.segment',
      'flag express.prerequisites',
      'segment vip.rules',
      'flag voucher.layer.from',
      'flag wallet.layer.from',
      'flag gift.strategy',
    ]);
  });
});

describe('References', () => {
  const undefinedSegment = 'which no provider defines: define it, or correct the name';

  it('to an undefined segment are rejected where they occur, in flags and in segments', () => {
    const search = ruled({ segment: 'vip' }, { any: [{ not: { segment: 'staf' } }, { segment: 'vip' }] });
    expect(inconsistenciesOf({ search }, { vip: { rules: [{ all: [{ segment: 'partners' }] }] } })).toEqual([
      `flag search.rules[1].when.any[0].not.segment: refers to the segment "staf", ${undefinedSegment}`,
      `segment vip.rules[0].all[0].segment: refers to the segment "partners", ${undefinedSegment}`,
    ]);
  });

  it.each(['__proto__', 'toString'])('to a segment named %s do not resolve to a property of an object', (segment) => {
    const flags = { search: { ...ruled(), rules: [{ when: { segment } }] } };
    if (segment === '__proto__') expect(() => inconsistenciesOf(flags)).toThrow('must be a key');
    else expect(inconsistenciesOf(flags)).toEqual([expect.stringContaining('refers to the segment "toString"')]);
  });

  it('to an undefined flag are accepted, because such a prerequisite just fails', () => {
    expect(inconsistenciesOf({ express: after('checkout') })).toStrictEqual([]);
  });

  it('in a cycle are rejected in all of its flags, and not in those that only lead to it', () => {
    const flags = { express: after('wallet'), wallet: after('voucher'), voucher: after('wallet') };
    const cycle = 'form a cycle; remove one of these references: "wallet" > "voucher" > "wallet"';
    expect(inconsistenciesOf(flags)).toEqual([
      `flag wallet.prerequisites: ${cycle}`,
      `flag voucher.prerequisites: ${cycle}`,
    ]);
  });

  it('in a cycle of segments are rejected, however deep they are nested in conditions', () => {
    const segments = {
      vip: { rules: [{ not: { all: [{ segment: 'staff' }] } }] },
      staff: { rules: [{ segment: 'vip' }] },
    };
    const cycle = 'form a cycle; remove one of these references: segment "vip" > segment "staff" > segment "vip"';
    expect(inconsistenciesOf({ search: ruled({ segment: 'vip' }) }, segments)).toEqual([
      `segment vip.rules: ${cycle}`,
      `segment staff.rules: ${cycle}`,
    ]);
  });

  it('in a cycle of prerequisites, conditions and segments are rejected with the whole path', () => {
    const flags = { express: after('search'), search: ruled({ not: { segment: 'vip' } }) };
    const segments = { vip: { rules: [{ any: [{ flag: 'express', enabled: false }] }] } };
    const cycle = 'form a cycle; remove one of these references: "express" > "search" > segment "vip" > "express"';
    expect(inconsistenciesOf(flags, segments)).toEqual([
      `flag express.prerequisites: ${cycle}`,
      `flag search.rules: ${cycle}`,
      `segment vip.rules: ${cycle}`,
    ]);
    expect(inconsistenciesOf({ express: ruled({ flag: 'express' }) })).toEqual([
      'flag express.rules: form a cycle; remove one of these references: "express" > "express"',
    ]);
  });

  it('to a flag and to a segment with the same key are distinguished', () => {
    expect(inconsistenciesOf({ vip: ruled({ segment: 'vip' }) }, { vip: { include: ['ada'] } })).toStrictEqual([]);
  });

  it('are counted over prerequisites and segments together, once for each evaluation', () => {
    const vip = { rules: Array.from({ length: 99 }, () => ({ segment: 'staff' })) }; // 100 with itself
    const segments = { vip, staff: {} };
    const tooMany = 'lead to more than 1000 flags and segments, counting each time one is evaluated: refer to fewer';
    expect(inconsistenciesOf({ search: vips(9) }, segments)).toStrictEqual([]);
    expect(inconsistenciesOf({ search: vips(10) }, segments)).toEqual([`flag search.rules: ${tooMany}`]);
    expect(inconsistenciesOf({ search: vips(9), express: { ...vips(1), ...after('search') } }, segments)).toEqual([
      `flag express.prerequisites: ${tooMany}`,
    ]);
  });

  it('include those to segments that only have lists', () => {
    const search = ruled(...['', ''].map(() => ({ any: Array.from({ length: 500 }, () => ({ segment: 'staff' })) })));
    expect(inconsistenciesOf({ search }, { staff: { include: ['ada'] } })).toEqual([
      expect.stringContaining('flag search.rules: lead to more than 1000 flags and segments'),
    ]);
  });

  it('may form a chain of 100 flags and segments, and no more', () => {
    const flags = { express: after('search'), search: ruled({ segment: 's97' }) };
    expect(inconsistenciesOf(flags, chain(98))).toStrictEqual([]);
    expect(inconsistenciesOf({ ...flags, search: ruled({ segment: 's98' }, { segment: 's0' }) }, chain(99))).toEqual([
      'flag express.prerequisites: form a chain of more than 100 flags and segments: shorten it',
    ]);
  });

  it('among 10,000 flags in one chain are rejected quickly, all but the last 100', () => {
    const flags = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, after(`f${i + 1}`)]));
    expect(inconsistenciesOf(flags)).toHaveLength(9901); // an undefined flag is last
  });

  it('may lead to 10,000 conditions in all, counted for each evaluation, and no more', () => {
    const leaf = { attribute: 'plan', op: 'exists' };
    const vip = { rules: Array.from({ length: 5 }, () => ({ any: Array.from({ length: 998 }, () => leaf) })) };
    expect(inconsistenciesOf({ search: vips(2) }, { vip })).toStrictEqual([]); // 2 * (1 + 5 * 999)
    expect(inconsistenciesOf({ search: vips(2), express: { ...vips(1), ...after('search') } }, { vip })).toEqual([
      'flag express.prerequisites: lead to more than 10000 conditions, counting each time one is checked: use fewer',
    ]);
  });
});
