import { describe, expect, it } from '@jest/globals';
import type { FlagOverride } from '../../lib/engine/flag-override.js';
import { FlagLimits } from '../../lib/engine/flag-limits.js';
import { InvalidFlagError } from '../../lib/engine/flag.errors.js';
import { parseFlag, parseFlags } from '../../lib/engine/parse/parse-flag.js';
import { parseSegment } from '../../lib/engine/targeting/schema/parse-segment.js';
import type { FlagManager } from '../../lib/manager/flag-manager.js';
import { assertWithinLimits, OverrideLimits } from '../../lib/manager/overrides/override-limits.js';
import { OverrideSet } from '../../lib/manager/overrides/override-set.js';
import { operationsUntil } from '../support/operations.js';
import { turned } from '../unit/manager/snapshots.js';
import { managers } from '../unit/manager/managers.js';

const start = managers();

const initialFlags = { checkout: true, gift_wrap: { type: 'boolean', prerequisites: [{ flag: 'checkout' }] } } as const;

type Change = (flags: FlagManager, i: number) => Promise<unknown>;

/** By how much one more change takes longer when there have been many. */
async function growthOf(change: Change): Promise<number> {
  const { flags } = await start({ initialFlags, unknownFlags: 'ignore' });
  const makeUpTo = async (from: number, count: number) => {
    for (let i = from; i < count; i++) await change(flags, i);
  };
  await makeUpTo(0, 50);
  const few = await operationsUntil(() => makeUpTo(50, 60));
  await makeUpTo(60, 950);
  const many = await operationsUntil(() => makeUpTo(950, 960));
  return many / few;
}

function later(i: number): Date {
  return new Date(Date.parse('2026-02-01T00:00:00Z') + i * 1000);
}

function setOf(count: number, override: (i: number) => FlagOverride): OverrideSet {
  return OverrideSet.of(Array.from({ length: count }, (_, i) => override(i)));
}

function large(i: number): FlagOverride {
  return { ...turned(`flag_${i}`, true), serve: { value: 'x'.repeat(65_000) } };
}

function by(attribute: string): FlagOverride {
  return { ...turned('checkout', true, 'acme'), unitBy: attribute };
}

function ids(count: number, length: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i).padStart(length, 'x'));
}

/** Why definitions are refused; `undefined` when they are not. */
function problemOf(parse: () => unknown): unknown {
  try {
    parse();
    return undefined;
  } catch (error) {
    return error instanceof InvalidFlagError ? error.message : error;
  }
}

describe('Another change takes no longer after a thousand similar ones:', () => {
  it.each<[string, Change]>([
    ['an override of one user after another', (flags, i) => flags.enable('checkout', { unit: `user-${i}` })],
    ['an override of one flag after another', (flags, i) => flags.disable(`flag_${i}`)],
    [
      'an override that expires',
      (flags, i) => flags.enable('checkout', { unit: `user-${i}`, expiresAt: later(1000 - i) }),
    ],
    [
      'an override for a value of an attribute',
      (flags, i) => flags.enable('checkout', { unit: `company-${i}`, unitBy: 'company' }),
    ],
    [
      'an override that is set, and cleared or not',
      async (flags, i) => {
        await flags.enable('checkout', { unit: `user-${i}` });
        if (i % 2 === 0) await flags.clearOverride('checkout', { unit: `user-${i}` });
      },
    ],
    [
      'a scheduled change',
      (flags, i) => flags.schedule({ type: 'set_override', key: 'checkout', serve: false }, later(1000 - i)),
    ],
  ])('%s', async (_, change) => {
    expect(await growthOf(change)).toBeLessThan(1.5); // twenty times as much, if each looked at all others
  });
});

describe('The number of overrides is bounded', () => {
  it('for one flag', () => {
    const set = setOf(OverrideLimits.perFlag, (i) => turned('checkout', true, `user-${i}`));
    expect(() => assertWithinLimits(set, turned('checkout', true, 'one more'), null)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OVERRIDE',
        message: expect.stringMatching(
          /^Flag "checkout" already has 10000 overrides: clear some, or use a rule, a segment or a user list instead\. See /,
        ),
      }),
    );
    const [first] = set.all();
    expect(() => assertWithinLimits(set, turned('checkout', false, 'user-0'), first!)).not.toThrow(); // it is replaced
    expect(() => assertWithinLimits(set, turned('search', true), null)).not.toThrow();
  });

  it('for all flags', () => {
    const set = setOf(OverrideLimits.inAll, (i) => turned(`flag_${i}`, true));
    expect(() => assertWithinLimits(set, turned('checkout', true), null)).toThrow(/There are already 50000 overrides/);
  });

  it('by their size', () => {
    const set = setOf(515, large);
    expect(set.bytes).toBeGreaterThan(33_000_000);
    expect(() => assertWithinLimits(set, large(515), null)).toThrow(
      /^All overrides together would exceed the limit of 32 MiB/,
    );
    expect(() => assertWithinLimits(set, turned('checkout', true), null)).not.toThrow();
  });

  it('by the attributes that an evaluation must read', () => {
    const set = setOf(OverrideLimits.attributes, (i) => by(`attribute_${i}`));
    expect(() => assertWithinLimits(set, by('one_more'), null)).toThrow(/already has overrides by 10 attributes/);
    expect(() => assertWithinLimits(set, { ...by('attribute_3'), unit: 'shop' }, null)).not.toThrow();
  });

  it('when one is set, and nothing has changed', async () => {
    const { flags } = await start({ initialFlags });
    for (let i = 0; i < OverrideLimits.attributes; i++) {
      await flags.enable('checkout', { unit: 'acme', unitBy: `attribute_${i}` });
    }
    await expect(flags.disable('checkout', { unit: 'acme', unitBy: 'one_more' })).rejects.toMatchObject({
      code: 'INVALID_OVERRIDE',
    });
    expect(flags.getOverrides()).toHaveLength(OverrideLimits.attributes);
  });
});

describe('A definition is bounded by its text as well as by its parts, so that', () => {
  it('one of 100 MB is rejected, whatever it consists of', () => {
    const users = ids(100_000, 1000);
    const rule = { when: { attribute: 'plan', op: 'in', values: users.slice(0, 1000) } };
    for (const definition of [
      { type: 'user_list', users },
      { type: 'boolean', otherwise: false, rules: Array.from({ length: 100 }, () => rule) },
      { type: 'custom', strategy: 'own', parameters: 'x'.repeat(100_000_000) },
      { type: 'custom', strategy: 'own', parameters: { ['x'.repeat(100_000_000)]: 1 } },
    ]) {
      expect(problemOf(() => parseFlag('sale', definition))).toMatch(
        /^Invalid flag definitions:\n {2}- sale: is too large: more than 8388608 characters\n/,
      );
    }
    expect(problemOf(() => parseSegment('vip', { include: users }))).toMatch(/vip: is too large/);
  });

  it('100,000 users with UUIDs are accepted', () => {
    expect(problemOf(() => parseFlag('sale', { type: 'user_list', users: ids(100_000, 36) }))).toBeUndefined();
  });

  it('a source is bounded by the number of its definitions', () => {
    const flags = new Map(ids(FlagLimits.definitions + 1, 8).map((key) => [key, true]));
    expect(problemOf(() => parseFlags(flags, 'provider "remote"'))).toMatch(
      /are 100001 definitions, more than 100000: use several sources, or fewer/,
    );
  });
});
