import { describe, expect, it } from '@jest/globals';
import { NO_FORCED_FLAGS } from '../../../../lib/engine/forced-flags.js';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { flagScopesOf } from '../../../../lib/manager/manager-components.js';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import { forcedFlags, forcedWithin, type ForcedFlagRequests } from '../../../../lib/manager/scope/forced-flags.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

const initialFlags = {
  catalogue: true,
  gift_wrap: { type: 'boolean', prerequisites: [{ flag: 'catalogue' }] },
  theme: {
    type: 'variant',
    variants: [
      { name: 'classic', weight: 1 },
      { name: 'modern', weight: 1 },
    ],
  },
} as const;

const failing = (): never => {
  throw new Error('unreadable');
};

async function withForced<T>(
  requests: ForcedFlagRequests,
  work: (flags: FlagManager) => T,
  options: FlagManagerOptions = {},
): Promise<T> {
  const given = { initialFlags, logger: new RecordingLogger(), ...options };
  const flags = await FlagManager.create(given, { scopesForceFlags: true });
  try {
    return await flagScopesOf(flags).run({ forced: forcedFlags(requests) }, async () => work(flags));
  } finally {
    await flags.close();
  }
}

describe('forcedFlags', () => {
  it('accepts the forms of setOverride', () => {
    const forced = forcedFlags({ a: true, b: 'modern', c: { variant: 'modern' }, d: { value: [1] } });
    expect([...forced.values()]).toEqual([
      { enabled: true },
      { variant: 'modern' },
      { variant: 'modern' },
      { value: [1] },
    ]);
  });

  it.each([
    [{ 'not a key': true }, 'INVALID_FLAG_KEY', /not a key/],
    [{ theme: 3 }, 'INVALID_OVERRIDE', /The answer to force for flag "theme" is not valid: serve: must be true, false/],
    [{ theme: undefined }, 'INVALID_OVERRIDE', /"theme"/],
    [{ theme: { value: () => 1 } }, 'INVALID_OVERRIDE', /"theme"/],
  ])('rejects %j', (requests, code, message) => {
    const force = () => forcedFlags(requests as unknown as ForcedFlagRequests);
    expect(force).toThrow(expect.objectContaining({ code }));
    expect(force).toThrow(message);
  });

  it('copies the values', () => {
    const value = { size: 1 };
    const forced = forcedFlags({ a: { value } });
    value.size = 2;
    expect(forced.get('a')).toEqual({ value: { size: 1 } });
  });
});

describe('forcedWithin', () => {
  it.each([undefined, NO_FORCED_FLAGS])('returns the other flags if one side is %p', (none) => {
    const some = forcedFlags({ a: true });
    expect([forcedWithin(none, some), forcedWithin(some, none)]).toEqual([some, some]);
  });
});

describe('A forced flag', () => {
  it('takes precedence over definitions, overrides and an explicit context', async () => {
    await withForced({ catalogue: false, theme: 'modern' }, async (flags) => {
      await flags.enable('catalogue', { unit: 'ada' });
      expect(flags.evaluate('catalogue', { userId: 'ada' })).toMatchObject({ enabled: false, reason: 'override' });
      expect(flags.handle('catalogue').isEnabled({ userId: 'ada' })).toBe(false);
      expect(flags.decision('theme')).toMatchObject({ variant: 'modern', reason: 'override' });
    });
  });

  it('decides the flags that depend on it', async () => {
    await withForced({ catalogue: false }, (flags) => {
      expect(flags.evaluate('gift_wrap')).toMatchObject({ reason: 'prerequisite_failed', prerequisite: 'catalogue' });
      expect(flags.explain('gift_wrap').steps).toMatchObject([
        { step: 'master_switch' },
        { step: 'prerequisite', holds: false, steps: [{ step: 'forced', serve: { enabled: false }, holds: true }] },
      ]);
    });
  });

  it('may be undefined', async () => {
    await withForced({ unknown: true, other: 'b' }, (flags) => {
      expect(flags.isEnabled('unknown')).toBe(true);
      expect(flags.handle('other').getVariant('a')).toBe('b');
      expect(flags.explain('other')).toMatchObject({ evaluation: { variant: 'b' }, steps: [{ step: 'forced' }] });
      const all = flags.evaluateAll().map(({ key }) => key);
      expect(all).toEqual(['catalogue', 'gift_wrap', 'theme', 'unknown', 'other']);
      expect(flags.status().missingFlags).toEqual({});
    });
  });

  it('is not forced outside its scope', async () => {
    const flags = await withForced({ catalogue: false, unknown: true }, (forced) => forced);
    expect([flags.isEnabled('catalogue'), flags.isEnabled('unknown')]).toEqual([true, false]);
  });

  it('stays off for a failed context and in a disabled manager', async () => {
    const logger = new RecordingLogger();
    await withForced(
      { catalogue: true },
      (flags) => {
        expect(flags.evaluate('catalogue')).toMatchObject({ enabled: false, reason: 'context_failed' });
        expect(flags.evaluateAll().every(({ enabled }) => !enabled)).toBe(true);
      },
      { contextSource: failing, logger },
    );
    await withForced({ catalogue: true }, (flags) => expect(flags.isEnabled('catalogue')).toBe(false), {
      enabled: false,
    });
  });

  it('is ignored by a manager that nothing may force', async () => {
    const flags = await FlagManager.create({ initialFlags });
    const work = () => flags.isEnabled('catalogue');
    expect(flagScopesOf(flags).run({ forced: forcedFlags({ catalogue: false }) }, work)).toBe(true);
    await flags.close();
  });
});
