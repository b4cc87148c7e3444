import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT, isFailedContext, type FlagContext } from '../../../lib/engine/flag-context.js';
import { requirementHolds, type FlagRequirement } from '../../../lib/nest/gates/flag-requirement.js';
import { shopFlags } from '../../fixtures/shop-flags.js';
import { managers } from './managers.js';

const start = managers();
const keys = [...Object.keys(shopFlags), 'forced', 'unheard_of'];
const failed = (key: string) => ({
  key,
  enabled: false,
  variant: undefined,
  value: undefined,
  reason: 'context_failed',
});

describe('A context that could not be resolved', () => {
  it.each([
    ['as argument', FAILED_CONTEXT, () => ({ userId: 'ada' })],
    ['as what the context source finds', undefined, () => FAILED_CONTEXT],
  ] as [string, FlagContext | undefined, () => FlagContext][])(
    'turns every flag off and serves no value, for %s, whatever the defaults and overrides say',
    async (_how, context, contextSource) => {
      const { flags } = await start({
        initialFlags: { ...shopFlags, forced: false },
        defaultEnabled: true,
        contextSource,
      });
      await flags.enable('forced');
      for (const key of keys) {
        const handle = flags.handle(key);
        expect([flags.isEnabled(key, context, true), handle.isEnabled(context, true)]).toEqual([false, false]);
        expect([flags.evaluate(key, context), handle.evaluate(context)]).toEqual([failed(key), failed(key)]);
        expect(flags.evaluateValue(key, 10, context)).toEqual({ ...failed(key), value: 10 });
        expect([flags.getValue(key, 10, context), handle.getValue(10, context)]).toEqual([10, 10]);
        expect([flags.getVariant(key, 'classic', context), handle.getVariant('classic', context)]).toEqual([
          'classic',
          'classic',
        ]);
        expect(flags.explain(key, context)).toMatchObject({ evaluation: failed(key), steps: [] });
        expect(flags.explain(key, context, { at: 0 }).evaluation).toEqual(failed(key));
      }
      expect(flags.evaluateAll(context)).toEqual(keys.slice(0, -1).map(failed));
    },
  );

  it.each<FlagRequirement>([
    'always',
    { not: 'never' },
    { not: { not: 'always' } },
    { flag: 'always', variant: 'modern' },
    { not: { flag: 'always', variant: 'modern' } },
    { any: ['always', { not: 'never' }] },
  ])('opens no gate: %j', async (requirement) => {
    const { flags } = await start({ initialFlags: { always: true, never: false }, defaultEnabled: true });
    expect(requirementHolds(requirement, flags, FAILED_CONTEXT)).toBe(false);
  });

  it('counts no unknown flag', async () => {
    const { flags } = await start({});
    flags.isEnabled('unheard_of', FAILED_CONTEXT);
    expect(flags.status().missingFlags).toEqual({});
  });

  it('differs from a context without a user, and cannot be changed', () => {
    expect([isFailedContext(FAILED_CONTEXT), isFailedContext({})]).toEqual([true, false]);
    expect(Object.isFrozen(FAILED_CONTEXT)).toBe(true);
  });
});

describe('A context source that fails', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('the secret of ada');
      },
      'it threw an Error',
    ],
    ['returns a promise', () => Promise.reject(new Error('late')), 'not a promise'],
    ['returns text', () => 'ada', 'not a string'],
  ])(
    'turns every flag off when it %s, and is logged once and without the message of the error',
    async (_how, source, why) => {
      const { flags, logger } = await start({
        initialFlags: { always: true },
        contextSource: source as () => FlagContext,
      });
      expect([flags.evaluate('always'), flags.evaluate('always')]).toEqual([failed('always'), failed('always')]);
      expect(logger.errors).toEqual([expect.stringContaining(why)]);
    },
  );
});
