import { describe, expect, it, jest } from '@jest/globals';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import type { FlagDefinitions } from '../../../../lib/engine/flag.js';
import type { JsonValue } from '../../../../lib/engine/json/json-value.js';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { requestPreparationOf } from '../../../../lib/manager/manager-components.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { hostileObjects } from '../../engine/hostile-objects.js';
import { delivers, PolledProvider, rejects } from '../fake-providers.js';
import { managers } from '../managers.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

const start = managers();
const ada: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold', country: 'DE' } };

/** A variant flag that always serves this value. */
const serving = (value?: JsonValue) => ({ type: 'variant', variants: [{ name: 'only', weight: 1, value }] }) as const;

const valueFlags = {
  limit: serving(10),
  labels: serving(['new']),
  layout: serving({ columns: 2 }),
  nothing: serving(null),
  named: serving(),
  loud: serving(true),
  title: serving(''),
} satisfies FlagDefinitions;

/** Asks in every way. */
const ask = (flags: FlagManager, key: string, context: unknown) => {
  const given = context as FlagContext;
  flags.isEnabled(key, given);
  flags.getVariant(key, 'classic', given);
  flags.getValue(key, 10, given);
  flags.evaluateValue(key, 10, given);
  flags.evaluateAll(given);
  return flags.evaluate(key, given);
};

describe('isEnabled', () => {
  it('answers for the user that is passed', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    expect(flags.isEnabled('early_access', ada)).toBe(true);
    expect(flags.isEnabled('early_access', { userId: 'bob' })).toBe(false);
    expect(flags.isEnabled('premium', ada)).toBe(true);
  });

  it('answers false for an undefined flag', async () => {
    const { flags } = await start();
    expect(flags.isEnabled('unheard_of')).toBe(false);
  });

  it("prefers the call's default to the general one for an undefined flag", async () => {
    const { flags } = await start({ defaultEnabled: true });
    expect(flags.isEnabled('unheard_of')).toBe(true);
    expect(flags.isEnabled('unheard_of', ada, false)).toBe(false);
    expect((await start()).flags.isEnabled('unheard_of', undefined, true)).toBe(true);
  });

  it('keeps a defined flag off, whatever the defaults say', async () => {
    const { flags } = await start({ initialFlags: { dark_mode: false }, defaultEnabled: true });
    expect(flags.isEnabled('dark_mode', ada, true)).toBe(false);
  });
});

describe('getVariant', () => {
  it('answers the name of the variant', async () => {
    const { flags } = await start({ initialFlags: valueFlags });
    expect(flags.getVariant('limit', 'other', ada)).toBe('only');
  });

  it('answers the default if no variant is served', async () => {
    const { flags } = await start({ initialFlags: { ...shopFlags, ...valueFlags } });
    expect(flags.getVariant('catalogue', 'classic', ada)).toBe('classic');
    expect(flags.getVariant('unheard_of', 'classic', ada)).toBe('classic');
    expect(flags.getVariant('limit', 'classic', {})).toBe('classic');
    expect(flags.getVariant('unheard_of')).toBeUndefined();
  });

  it("prefers the flag's own default variant to the call's", async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    expect(flags.getVariant('search', 'semantic', {})).toBe('classic');
  });
});

describe('getValue', () => {
  const cases: readonly [string, string, JsonValue, JsonValue][] = [
    ['a number for a number', 'limit', 5, 10],
    ['a list for a list', 'labels', [], ['new']],
    ['an object for an object', 'layout', {}, { columns: 2 }],
    ["the variant's name for a text", 'named', 'none', 'only'],
    ['an empty text for a text', 'title', 'none', ''],
    ['true for a boolean', 'loud', false, true],
    ['anything for null', 'limit', null, 10],
    ['null for null', 'nothing', null, null],
    ['the default instead of a number, for a text', 'limit', 'ten', 'ten'],
    ['the default instead of a list, for an object', 'labels', { columns: 1 }, { columns: 1 }],
    ['the default instead of an object, for a list', 'layout', [1], [1]],
    ['the default instead of null, for an object', 'nothing', {}, {}],
    ['the default instead of a boolean, for a number', 'loud', 1, 1],
    ['the default for an unknown flag', 'unheard_of', 'none', 'none'],
  ];

  it.each(cases)('answers %s', async (_, key, fallback, expected) => {
    const { flags } = await start({ initialFlags: valueFlags });
    expect(flags.getValue(key, fallback, ada)).toEqual(expected);
  });

  it('answers true or false for a flag without variants', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    expect(flags.getValue('catalogue', false)).toBe(true);
    expect(flags.getValue('premium', true)).toBe(false);
    expect(flags.getValue('catalogue', 'yes')).toBe('yes');
  });
});

describe('evaluateValue', () => {
  it("returns the value with the flag's own reason", async () => {
    const { flags } = await start({ initialFlags: valueFlags });
    expect(flags.evaluateValue('limit', 5, ada)).toEqual({
      key: 'limit',
      enabled: true,
      variant: 'only',
      value: 10,
      reason: 'variant',
    });
  });

  it('returns the default as a type mismatch when the value has another type', async () => {
    const { flags } = await start({ initialFlags: valueFlags });
    expect(flags.evaluateValue('limit', 'ten', ada)).toMatchObject({ value: 'ten', reason: 'type_mismatch' });
    expect(flags.evaluateValue('labels', {}, ada)).toMatchObject({ value: {}, reason: 'type_mismatch' });
    expect(flags.evaluateValue('nothing', 'x', ada)).toMatchObject({ value: 'x', reason: 'type_mismatch' });
  });

  it('keeps the reason when there is no value at all', async () => {
    const { flags } = await start({ initialFlags: { ...valueFlags, paused: { ...serving(10), enabled: false } } });
    expect(flags.evaluateValue('unheard_of', 5)).toMatchObject({ value: 5, reason: 'flag_not_found' });
    expect(flags.evaluateValue('paused', 5, ada)).toMatchObject({ value: 5, reason: 'disabled' });
    expect(flags.evaluateValue('limit', 5, {})).toMatchObject({ value: 5, reason: 'no_bucketing_key' });
  });
});

describe('evaluateAll', () => {
  it('answers every known flag like evaluate, and no other', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const answers = flags.evaluateAll(ada);
    expect(answers.map(({ key }) => key).toSorted()).toEqual(Object.keys(shopFlags).toSorted());
    for (const answer of answers) expect(flags.evaluate(answer.key, ada)).toEqual(answer);
  });
});

describe('evaluateAllByKey', () => {
  it('answers like evaluateAll, keyed by flag', async () => {
    const { flags } = await start({ initialFlags: { ...shopFlags, ...valueFlags } });
    const byKey = flags.evaluateAllByKey(ada);
    expect(Object.values(byKey)).toEqual(flags.evaluateAll(ada));
    expect(Object.entries(byKey).every(([key, evaluation]) => evaluation?.key === key)).toBe(true);
    expect(JSON.parse(JSON.stringify(byKey))).toMatchObject({ limit: { variant: 'only', value: 10 } });
  });

  it('omits the prerequisite that keeps a flag off', async () => {
    const { flags } = await start({
      initialFlags: { secret: false, express: { type: 'boolean', prerequisites: [{ flag: 'secret' }] } },
    });
    expect(flags.evaluate('express', ada).prerequisite).toBe('secret');
    const { express } = flags.evaluateAllByKey(ada);
    expect(express).toMatchObject({ enabled: false, reason: 'prerequisite_failed' });
    expect(JSON.stringify(express)).not.toContain('secret');
    expect(Object.isFrozen(express)).toBe(true);
  });

  it('finds nothing under a name that every object inherits, unless a flag has it', async () => {
    const { flags } = await start({ initialFlags: { valueOf: false } });
    const byKey = flags.evaluateAllByKey(ada);
    expect([byKey['constructor'], byKey['__proto__'], byKey['toString']]).toEqual([undefined, undefined, undefined]);
    expect(byKey['valueOf']).toMatchObject({ key: 'valueOf', enabled: false });
    expect(Object.keys(byKey)).toEqual(['valueOf']);
  });
});

describe('An undefined flag', () => {
  it('is counted on every evaluation and causes one warning', async () => {
    const { flags, logger } = await start();
    flags.isEnabled('chekcout');
    flags.getVariant('chekcout', 'a');
    flags.getValue('chekcout', 1);
    flags.evaluate('chekcout');
    flags.evaluateValue('chekcout', 1);
    expect(flags.status().missingFlags).toEqual({ chekcout: 5 });
    expect(logger.warnings).toEqual([expect.stringContaining('"chekcout"')]);
  });

  it('is neither counted nor reported once it is defined', async () => {
    const { flags, logger } = await start({ initialFlags: shopFlags });
    for (const key of Object.keys(shopFlags)) flags.evaluate(key);
    expect(flags.status().missingFlags).toEqual({});
    expect(logger.warnings).toStrictEqual([]);
  });

  it('costs bounded memory and a bounded log, however many there are', async () => {
    const { flags, logger } = await start();
    for (let i = 0; i < 3000; i++) flags.isEnabled(`random-${i}`);
    for (let i = 0; i < 3000; i++) flags.isEnabled(`random-${i}`);
    const counted = flags.status().missingFlags;
    expect(Object.keys(counted)).toHaveLength(1000);
    expect(counted['random-999']).toBe(2);
    expect(counted['random-1000']).toBeUndefined();
    expect(logger.warnings).toHaveLength(104); // the first 100, then a count at 1, 10, 100 and 1,000 more
    expect(logger.warnings.at(-1)).toContain('1000 more');
  });

  it('is counted when it only has overrides and none of them applies', async () => {
    const { flags } = await start();
    await flags.setOverride('chekcout', true, { unit: 'ada' });
    expect([flags.isEnabled('chekcout', ada), flags.isEnabled('chekcout', { userId: 'bob' })]).toEqual([true, false]);
    expect(flags.evaluateAll({ userId: 'bob' })).toStrictEqual([]);
    expect(flags.status().missingFlags).toEqual({ chekcout: 1 });
  });

  it('is still counted after changes, by the first 128 characters of its name', async () => {
    const { flags } = await start();
    for (let i = 0; i < 5; i++) {
      flags.isEnabled('chekcout');
      flags.isEnabled(`${'x'.repeat(128)}${i}`);
      await flags.enable(`flag-${i}`);
    }
    expect(flags.status().missingFlags).toEqual({ chekcout: 5, ['x'.repeat(128)]: 5 });
  });

  it('is shortened and escaped in the log', async () => {
    const { flags, logger } = await start();
    flags.isEnabled(`evil\n${'x'.repeat(10_000)}`);
    expect(logger.warnings[0]).toContain('evil\\nxxx');
    expect(logger.warnings[0]?.length).toBeLessThan(200);
  });

  it('has the reason flag_not_found when all sources have delivered, and provider_error when one has not', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    expect(flags.evaluate('unheard_of')).toEqual({
      key: 'unheard_of',
      enabled: false,
      variant: undefined,
      value: undefined,
      reason: 'flag_not_found',
    });
    const broken = await start({
      initialFlags: shopFlags,
      providers: [new PolledProvider(rejects('connection refused'))],
      onBootFailure: 'defaults',
      defaultEnabled: true,
    });
    expect(broken.flags.evaluate('unheard_of')).toMatchObject({ enabled: true, reason: 'provider_error' });
    expect(broken.flags.isEnabled('unheard_of')).toBe(true);
    expect(broken.flags.evaluate('catalogue').reason).toBe('enabled');
  });

  it('has the reason provider_error when its own definition cannot be read', async () => {
    const half = new PolledProvider(() => ({
      flags: { dark_mode: true },
      problems: [{ key: 'new_checkout', message: 'is broken' }],
    }));
    const { flags } = await start({ providers: [half] });
    expect(flags.evaluate('new_checkout').reason).toBe('provider_error');
    expect(flags.evaluate('unheard_of').reason).toBe('flag_not_found');
    expect(flags.isEnabled('dark_mode')).toBe(true);
  });

  it('may have any name, even one of Object.prototype', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    for (const key of ['__proto__', 'constructor', 'toString', '']) {
      expect(flags.evaluate(key)).toMatchObject({ key, enabled: false, reason: 'flag_not_found' });
    }
    expect(Object.keys(flags.status().missingFlags).toSorted()).toEqual(['', '__proto__', 'constructor', 'toString']);
  });
});

describe('The ambient context', () => {
  it('is the one at the time of the call', async () => {
    let current: FlagContext | undefined = ada;
    const { flags } = await start({ initialFlags: shopFlags, contextSource: () => current });
    expect(flags.isEnabled('early_access')).toBe(true);
    expect(flags.evaluateAll().find(({ key }) => key === 'early_access')?.enabled).toBe(true);
    current = { userId: 'bob' };
    expect(flags.isEnabled('early_access')).toBe(false);
    current = undefined;
    expect(flags.evaluate('new_checkout').reason).toBe('no_bucketing_key');
  });

  it('is replaced, not completed, by a given context', async () => {
    const { flags } = await start({ initialFlags: shopFlags, contextSource: () => ada });
    expect(flags.isEnabled('premium', { userId: 'ada' })).toBe(false);
    expect(flags.isEnabled('early_access', {})).toBe(false);
    expect(flags.evaluateAll({}).find(({ key }) => key === 'early_access')?.enabled).toBe(false);
    expect(flags.isEnabled('premium')).toBe(true);
  });
});

describe('Evaluation never throws', () => {
  const units = {
    ...shopFlags,
    ...valueFlags,
    region: { type: 'percentage', percentage: 50, bucketBy: 'tenant' },
  } as const;

  it.each(Object.entries(hostileObjects))('for %s', async (_, make) => {
    const { flags } = await start({ initialFlags: units });
    await flags.setOverride('catalogue', false, { unit: 'ada' });
    for (const key of Object.keys(units)) {
      expect(ask(flags, key, make()).key).toBe(key);
      expect(
        ask(flags, key, { userId: make(), sessionId: make(), userAttributes: make(), timestamp: make() }).key,
      ).toBe(key);
      expect(
        ask(flags, key, { userId: 'ada', userAttributes: { plan: make(), country: [make()], tenant: make() } }).key,
      ).toBe(key);
    }
  });

  it.each([null, undefined, 0, 7, '', 'ada', true, Symbol('ada'), 7n, [], ['ada'], () => ada, new Date(), NaN])(
    'for %p in place of a context',
    async (context) => {
      const { flags } = await start({ initialFlags: units });
      for (const key of Object.keys(units)) expect(ask(flags, key, context).key).toBe(key);
      expect(flags.isEnabled('early_access', context as never)).toBe(false);
    },
  );

  it.each([null, undefined, 7, Symbol('key'), {}, hostileObjects['an object that cannot become a string']()])(
    'for a key that is not text (case %#)',
    async (key) => {
      const { flags } = await start({ initialFlags: shopFlags });
      expect(ask(flags, key as never, ada).reason).toBe('flag_not_found');
      expect(flags.status().missingFlags).toEqual({});
    },
  );
});

describe('A manager that is not started', () => {
  it('answers defaults and reports that the sources have not delivered', () => {
    const flags = new FlagManager({ initialFlags: shopFlags, logger: new RecordingLogger(), defaultEnabled: true });
    expect(flags.isEnabled('early_access')).toBe(true);
    expect(flags.getVariant('search', 'classic')).toBe('classic');
    expect(flags.evaluate('catalogue')).toMatchObject({ enabled: true, reason: 'provider_error' });
    expect(flags.evaluateAll()).toStrictEqual([]);
    expect(flags.status()).toMatchObject({ state: 'starting', missingFlags: {} });
  });
});

describe('A disabled manager', () => {
  it('reads nothing, answers off with the reason disabled whatever the default, and accepts no changes', async () => {
    const remote = new PolledProvider(delivers({ new_checkout: true }));
    const { flags, logger } = await start({ enabled: false, providers: [remote], initialFlags: shopFlags });
    expect(remote.loads).toBe(0);
    expect(flags.evaluate('catalogue')).toMatchObject({ enabled: false, reason: 'disabled' });
    expect([flags.isEnabled('catalogue', ada, true), flags.handle('catalogue').isEnabled(ada, true)]).toEqual([
      false,
      false,
    ]);
    expect(flags.getValue('catalogue', 'x')).toBe('x');
    expect(flags.status()).toMatchObject({ state: 'disabled', flags: 0, missingFlags: {} });
    await expect(flags.enable('catalogue')).rejects.toMatchObject({
      code: 'NOT_RUNNING',
      message: expect.stringContaining('disabled'),
    });
    await flags.refresh();
    expect(requestPreparationOf(flags).readDefinitions()).toBeUndefined();
    expect(remote.loads).toBe(0);
    expect(logger.warnings).toStrictEqual([]);
  });

  it('answers off even if unknown flags are on by default', async () => {
    const { flags } = await start({ enabled: false, defaultEnabled: true, initialFlags: shopFlags });
    expect(flags.evaluate('catalogue')).toMatchObject({ enabled: false, reason: 'disabled' });
    expect([flags.isEnabled('catalogue'), flags.handle('catalogue').isEnabled()]).toEqual([false, false]);
    expect(flags.isEnabled('catalogue', {}, true)).toBe(false);
    expect(flags.handle('catalogue').evaluate().enabled).toBe(false);
    expect([flags.getVariant('theme', 'light'), flags.decision('catalogue')]).toEqual(['light', undefined]);
  });

  it('still closes the providers that it was given', async () => {
    const close = jest.fn();
    const remote = Object.assign(new PolledProvider(delivers({})), { close });
    const { flags } = await start({ enabled: false, providers: [remote] });
    await flags.close();
    expect(close).toHaveBeenCalledTimes(1);
  });
});
