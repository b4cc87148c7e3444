import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import { flagsOf, requirementHolds, type FlagRequirement } from '../../../../lib/nest/gates/flag-requirement.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

let flags: FlagManager;
beforeAll(async () => {
  flags = await FlagManager.create({
    logger: new RecordingLogger(),
    initialFlags: {
      on: true,
      off: false,
      gold: { type: 'user_attribute', attributes: { plan: 'gold' } },
      theme: { type: 'variant', variants: [{ name: 'dark', weight: 1 }], defaultVariant: 'dark' },
      limit: { type: 'boolean', rules: [{ serve: { enabled: false, value: 7 } }], otherwise: true },
      theme_off: { type: 'variant', enabled: false, variants: [{ name: 'dark', weight: 1 }], defaultVariant: 'dark' },
    },
  });
});
afterAll(() => flags.close());

const context = { userId: 'ada', userAttributes: { plan: 'gold' } };

describe('A requirement', () => {
  it.each<[FlagRequirement, boolean]>([
    ['on', true],
    ['off', false],
    ['gold', true],
    [{ not: 'on' }, false],
    [{ not: 'off' }, true],
    [{ not: { not: 'on' } }, true],
    [{ all: ['on', 'gold'] }, true],
    [{ all: ['on', 'off'] }, false],
    [{ any: ['off', 'gold'] }, true],
    [{ any: ['off', { not: 'on' }] }, false],
    [{ any: ['off', { all: ['on', { not: 'off' }] }] }, true],
    [{ all: [] }, false],
    [{ not: { all: [] } }, false],
    [{ any: [] }, false],
    [{ flag: 'theme', variant: 'dark' }, true],
    [{ flag: 'theme', variant: ['light', 'dark'] }, true],
    [{ flag: 'theme', variant: 'light' }, false],
    [{ flag: 'theme', variant: [] }, false],
    [{ not: { flag: 'theme', variant: 'light' } }, true],
    [{ flag: 'on', variant: 'dark' }, false],
    [{ flag: 'theme_off', variant: 'dark' }, false],
    ['limit', false],
    [{ not: 'limit' }, true],
  ])('%j holds: %s', (requirement, holds) => {
    expect(requirementHolds(requirement, flags, context)).toBe(holds);
  });

  it('does not keep a flag that is off from serving a variant or value', () => {
    expect([flags.getVariant('theme_off', 'light', context), flags.getValue('limit', 0, context)]).toEqual(['dark', 7]);
  });

  it.each<[FlagRequirement, boolean]>([
    ['unknown', false],
    [{ not: 'unknown' }, false],
    [{ not: { not: 'unknown' } }, false],
    [{ flag: 'unknown', variant: 'dark' }, false],
    [{ not: { flag: 'unknown', variant: 'dark' } }, false],
    [{ any: ['unknown', 'on'] }, true],
    [{ any: ['unknown', 'off'] }, false],
    [{ all: ['unknown', 'on'] }, false],
    [{ not: { all: ['unknown', 'off'] } }, true],
    [{ not: { any: ['unknown', 'off'] } }, false],
    [{ not: { any: ['unknown', 'on'] } }, false],
  ])('with an undefined flag, %j holds: %s', (requirement, holds) => {
    expect(requirementHolds(requirement, flags, context)).toBe(holds);
  });

  it('is evaluated in the given context', () => {
    expect(requirementHolds('gold', flags, { userAttributes: { plan: 'free' } })).toBe(false);
    expect(requirementHolds('gold', flags)).toBe(false);
  });

  // What the types refuse, a program may still compute.
  it.each([
    { all: ['on'], not: 'on' },
    { any: ['on'], all: ['off'] },
    { flag: 'theme', variant: 'dark', not: 'on' },
    { all: [] },
    { any: [] },
    { not: { all: [] } },
    {},
  ])('%j is rejected where it is written, and denies where it is computed', (malformed) => {
    const requirement = malformed as unknown as FlagRequirement;
    expect(() => flagsOf(requirement)).toThrow(InvalidOptionsError);
    expect(requirementHolds(requirement, flags, context)).toBe(false);
  });

  it('is rejected when it is nested deeper than ten levels, or contains itself', () => {
    const negated = (levels: number): FlagRequirement => (levels === 0 ? 'off' : { not: negated(levels - 1) });
    expect(requirementHolds(negated(11), flags)).toBe(true); // ten levels within the outermost one
    const circular: { not?: unknown } = {};
    circular.not = circular;
    for (const requirement of [negated(12), circular as FlagRequirement]) {
      expect(() => flagsOf(requirement)).toThrow(InvalidOptionsError);
      expect(requirementHolds(requirement, flags)).toBe(false);
    }
  });

  it('does not hold for an unknown flag, whatever its default is', async () => {
    const lenient = await FlagManager.create({ defaultEnabled: true, logger: new RecordingLogger() });
    expect(lenient.isEnabled('unknown')).toBe(true);
    expect(requirementHolds('unknown', lenient)).toBe(false);
    await lenient.close();
  });

  it('lists all its keys, in order', () => {
    expect(flagsOf({ any: ['a', { all: ['b', { not: 'c' }] }, { not: { flag: 'd', variant: 'dark' } }] })).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(flagsOf('a')).toEqual(['a']);
  });
});
