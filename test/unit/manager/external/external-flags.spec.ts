import { describe, expect, it } from '@jest/globals';
import type { ExternalFlagProvider, ExternalResult } from '../../../../lib/manager/external/external-flag-provider.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { Deferred } from '../../../support/deferred.js';
import { VendorFlags } from '../../../support/vendor-flags.js';
import { delivers, PolledProvider, rejects } from '../fake-providers.js';
import { managers } from '../managers.js';

const start = managers();

const vendorFlags = {
  premium_tier: { type: 'user_attribute', attributes: { plan: 'gold' } },
  layout: { type: 'variant', variants: [{ name: 'grid', weight: 1, value: { columns: 3 } }] },
} as const;

const ada = { userId: 'ada', userAttributes: { plan: 'gold' } };
const bob = { userId: 'bob', userAttributes: { plan: 'free' } };

const startWithVendor = async (keys: readonly string[] = ['premium_tier', 'layout', 'typo'], options = {}) => {
  const vendor = new VendorFlags(vendorFlags, keys);
  return { vendor, ...(await start({ externalFlags: vendor, ...options })) };
};

/** A provider whose answers a test decides. */
function scripted(evaluate: (key: string) => Promise<ExternalResult>): ExternalFlagProvider {
  return {
    name: 'vendor',
    keys: ['premium_tier'],
    timeout: '20ms',
    contextOf: ({ userId }) => ({ targetingKey: userId ?? '' }),
    evaluate,
  };
}

const ON: ExternalResult = {
  outcome: 'answer',
  evaluation: { enabled: true, variant: undefined, value: true, reason: 'rule_match' },
};

describe('A flag that only the external provider defines', () => {
  it('has the answer of the provider for a prepared context', async () => {
    const { flags } = await startWithVendor();
    await flags.prepare(ada);
    await flags.prepare(bob);
    expect(flags.isEnabled('premium_tier', ada)).toBe(true);
    expect(flags.isEnabled('premium_tier', bob)).toBe(false);
    expect(flags.evaluate('premium_tier', bob).reason).toBe('attribute_mismatch');
    expect(flags.decision('premium_tier', bob)?.enabled).toBe(false);
    expect(flags.getVariant('layout', 'list', ada)).toBe('grid');
    expect(flags.getValue('layout', { columns: 1 }, ada)).toStrictEqual({ columns: 3 });
  });

  it('has the answer of the provider in a handle, which names its key', async () => {
    const { flags } = await startWithVendor([]);
    const premium = flags.handle('premium_tier');
    await flags.prepare(ada);
    expect(premium.isEnabled(ada)).toBe(true);
    expect(premium.evaluate(ada).reason).toBe('attribute_match');
  });

  it('is among all evaluations, also if the provider has no answer', async () => {
    const { flags } = await startWithVendor(['premium_tier', 'typo'], { initialFlags: { dark_mode: true } });
    await flags.prepare(ada);
    const found = flags.evaluateAll(ada).map(({ key, reason }) => [key, reason]);
    expect(found).toStrictEqual([
      ['dark_mode', 'enabled'],
      ['premium_tier', 'attribute_match'],
    ]);
    expect(flags.evaluateAllByKey(bob)['premium_tier']?.reason).toBe('provider_error');
  });

  it('is explained by a step that names the provider', async () => {
    const { flags } = await startWithVendor();
    await flags.prepare(ada);
    const { evaluation, steps } = flags.explain('premium_tier', ada);
    expect(evaluation.enabled).toBe(true);
    expect(steps).toStrictEqual([{ step: 'external', provider: 'vendor', answer: evaluation }]);
    const unprepared = flags.explain('premium_tier', bob);
    expect(unprepared.evaluation.reason).toBe('provider_error');
    expect(unprepared.steps).toStrictEqual([
      { step: 'external', provider: 'vendor', answer: null, problem: 'unprepared' },
    ]);
  });

  it('has the default of the call while the context is not prepared, and no decision', async () => {
    const { flags, logger } = await startWithVendor();
    expect(flags.isEnabled('premium_tier', ada)).toBe(false);
    expect(flags.isEnabled('premium_tier', ada, true)).toBe(true);
    expect(flags.evaluate('premium_tier', ada).reason).toBe('provider_error');
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
    expect(logger.warnings).toStrictEqual([
      'Flag "premium_tier" was evaluated for a context that was not prepared, so "vendor" was not asked and its default ' +
        'is returned: call "await flags.prepare(context)" first.',
    ]);
  });

  it('is answered in runWith for the context that was prepared', async () => {
    const { flags } = await startWithVendor();
    await flags.prepare(ada);
    expect(flags.runWith(ada, () => flags.isEnabled('premium_tier'))).toBe(true);
    expect(flags.runWith(bob, () => flags.evaluate('premium_tier').reason)).toBe('provider_error');
  });
});

describe('The answers of the external provider', () => {
  it('are not used for a context whose user has changed since it was prepared', async () => {
    const { flags } = await startWithVendor();
    const context = { ...ada };
    await flags.prepare(context);
    context.userId = 'bob';
    expect(flags.evaluate('premium_tier', context).reason).toBe('provider_error');
    context.userId = 'ada';
    context.userAttributes = { plan: 'free' };
    expect(flags.evaluate('premium_tier', context).reason).toBe('provider_error');
  });

  it('are not used for another context of the same user', async () => {
    const { flags } = await startWithVendor();
    await flags.prepare(ada);
    expect(flags.evaluate('premium_tier', { ...ada }).reason).toBe('provider_error');
  });

  it('are requested again each time a context is prepared', async () => {
    const { flags, vendor } = await startWithVendor(['premium_tier']);
    await flags.prepare(ada);
    await flags.prepare(ada);
    expect(vendor.asked).toStrictEqual(['premium_tier ada', 'premium_tier ada']);
  });

  it('give way to a definition of the module, which the provider is not asked for', async () => {
    const { flags, vendor } = await startWithVendor(['premium_tier'], { initialFlags: { premium_tier: false } });
    await flags.prepare(ada);
    expect(flags.evaluate('premium_tier', ada).reason).toBe('disabled');
    expect(vendor.asked).toStrictEqual([]);
    expect(flags.explain('premium_tier', ada).steps).not.toContainEqual(expect.objectContaining({ step: 'external' }));
  });

  it('give way to an override, for all users or for one', async () => {
    const { flags, logger } = await startWithVendor();
    await flags.prepare(ada);
    await flags.disable('premium_tier', { actor: 'ops', reason: 'incident' });
    expect(flags.evaluate('premium_tier', ada)).toMatchObject({ enabled: false, reason: 'override' });
    await flags.clearOverride('premium_tier');
    expect(flags.isEnabled('premium_tier', ada)).toBe(true);
    await flags.disable('premium_tier', { unit: 'ada' });
    expect(flags.isEnabled('premium_tier', ada)).toBe(false);
    expect(flags.evaluateAllByKey(ada)['premium_tier']?.reason).toBe('override');
    expect(logger.warnings).toStrictEqual([]); // the flag is not unknown
  });

  it('are not requested while a provider that may define the flag has not been read', async () => {
    const unread = new PolledProvider(rejects('down'));
    const { flags, vendor } = await startWithVendor(['premium_tier'], {
      providers: [unread],
      onBootFailure: 'defaults',
    });
    await flags.prepare(ada);
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
    expect(flags.evaluate('premium_tier', ada).reason).toBe('provider_error');
    unread.answer = delivers({});
    await flags.refresh();
    await flags.prepare(ada);
    expect(flags.isEnabled('premium_tier', ada)).toBe(true);
    expect(vendor.asked).toStrictEqual(['premium_tier ada']);
  });

  it('end with the definition of the flag here, and return when it is deleted', async () => {
    const { flags } = await startWithVendor(['premium_tier'], { providers: [new MemoryProvider({})] });
    await flags.prepare(ada);
    await flags.saveFlag('premium_tier', { type: 'boolean', enabled: false });
    expect(flags.evaluate('premium_tier', ada).reason).toBe('disabled');
    await flags.deleteFlag('premium_tier');
    expect(flags.isEnabled('premium_tier', ada)).toBe(true);
  });

  it('are not requested while the manager is disabled or closed', async () => {
    const { flags, vendor } = await startWithVendor(undefined, { enabled: false });
    await flags.prepare(ada);
    expect(flags.evaluate('premium_tier', ada).reason).toBe('disabled');
    const closed = await startWithVendor();
    await closed.flags.close();
    await closed.flags.prepare(ada);
    expect([...vendor.asked, ...closed.vendor.asked]).toStrictEqual([]);
  });
});

describe('A flag that the external provider does not define either', () => {
  it('is not found, counted, and reported once with the most similar key', async () => {
    const { flags, logger } = await startWithVendor(['dark_mod'], { initialFlags: { dark_mode: true } });
    await flags.prepare(ada);
    expect(flags.evaluate('dark_mod', ada).reason).toBe('flag_not_found');
    expect(flags.isEnabled('dark_mod', ada, true)).toBe(true);
    expect(logger.warnings).toStrictEqual([
      'Flag "dark_mod" is not defined by any provider, so its default is returned. Did you mean "dark_mode"?',
    ]);
    expect(flags.status().missingFlags).toStrictEqual({ dark_mod: 2 });
  });

  it('is reported as unnamed if nothing names its key', async () => {
    const { flags, logger } = await startWithVendor(['premium_tier']);
    await flags.prepare(ada);
    expect(flags.evaluate('layout', ada).reason).toBe('provider_error');
    expect(logger.warnings).toStrictEqual([
      'Flag "layout" is not defined, and no gate, decorator or handle names it, so "vendor" was not asked and its default ' +
        'is returned: add it to the "keys" of the external provider.',
    ]);
  });
});

describe('The option externalFlags', () => {
  it.each([
    [{}, 'Option "externalFlags" of FlagManager must be an external flag provider'],
    [
      { ...scripted(async () => ON), name: '' },
      'Option "externalFlags" of FlagManager must be an external flag provider',
    ],
    [
      { ...scripted(async () => ON), timeout: '1h' },
      'Option "timeout" of the external flag provider must be a duration',
    ],
    [{ ...scripted(async () => ON), keys: ['not a key'] }, 'Flag key "not a key" is invalid'],
  ])('rejects anything else than a provider (%#)', async (externalFlags, message) => {
    await expect(start({ externalFlags: externalFlags as ExternalFlagProvider })).rejects.toThrow(message);
  });
});

describe('An external provider that fails', () => {
  it.each<[string, () => Promise<ExternalResult>, string]>([
    ['reports a problem', async () => ({ outcome: 'failed', problem: 'PROVIDER_NOT_READY' }), 'PROVIDER_NOT_READY'],
    ['throws', () => Promise.reject(new TypeError('ada@example.com')), 'it threw a TypeError'],
    [
      'returns text that says whether the flag is on',
      async () => ({ ...ON, evaluation: { ...ON.evaluation, enabled: 'false' as never } }),
      'its "enabled" is neither true nor false',
    ],
    [
      'returns a variant that is not text',
      async () => ({ ...ON, evaluation: { ...ON.evaluation, variant: { name: 'on' } as never } }),
      'its "variant" is not text',
    ],
    [
      'returns a reason that does not exist',
      async () => ({ ...ON, evaluation: { ...ON.evaluation, reason: 'because' as never } }),
      'its "reason" is not an evaluation reason',
    ],
    [
      'returns a value that is not JSON data',
      async () => ({ ...ON, evaluation: { ...ON.evaluation, value: (() => {}) as never } }),
      'its value is not JSON data',
    ],
  ])('leaves the flag undecided, and is reported once, if it %s', async (_, evaluate, problem) => {
    const { flags, logger } = await start({ externalFlags: scripted(evaluate) });
    await flags.prepare(ada);
    await flags.prepare(ada);
    expect(flags.evaluate('premium_tier', ada).reason).toBe('provider_error');
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
    expect(logger.warnings).toStrictEqual([
      `The external flag provider "vendor" failed for flag "premium_tier": ${problem}.`,
    ]);
    expect(flags.status()).toMatchObject({
      state: 'degraded',
      externalFlags: { name: 'vendor', isAvailable: false, flags: 1, evaluations: 2, failures: 2 },
    });
  });

  it('leaves the flag undecided if it takes longer than its timeout, and its late answer is ignored', async () => {
    const late = new Deferred<ExternalResult>();
    const { flags, logger } = await start({ externalFlags: scripted(() => late.promise) });
    await flags.prepare(ada);
    expect(flags.evaluate('premium_tier', ada).reason).toBe('provider_error');
    late.resolve(ON);
    await late.promise;
    expect(flags.evaluate('premium_tier', ada).reason).toBe('provider_error');
    expect(logger.warnings).toStrictEqual(['The external flag provider "vendor" did not answer within 20 ms.']);
  });

  it('is asked by a single request per pause after five timeouts in a row, until it answers', async () => {
    let asked = 0;
    let isDown = true;
    const provider = scripted(() => {
      asked++;
      return isDown ? new Promise(() => {}) : Promise.resolve(ON);
    });
    const { flags, clock } = await start({ externalFlags: { ...provider, timeout: '1ms' } });
    for (let request = 0; request < 8; request++) await flags.prepare(ada);
    expect(asked).toBe(5);
    clock.advance(1000);
    await Promise.all([ada, bob].map((context) => flags.prepare(context)));
    expect(asked).toBe(6);
    clock.advance(1999); // the second pause is twice as long
    await flags.prepare(ada);
    expect(asked).toBe(6);
    isDown = false;
    clock.advance(1);
    await flags.prepare(ada);
    expect(flags.isEnabled('premium_tier', ada)).toBe(true);
    expect(flags.status()).toMatchObject({ state: 'ready', externalFlags: { isAvailable: true } });
  });

  it('is not asked if its data for the context cannot be read', async () => {
    const provider = { ...scripted(async () => ON), contextOf: () => ({ company: new Map() }) };
    const { flags, logger } = await start({ externalFlags: provider });
    await flags.prepare(ada);
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
    expect(logger.warnings[0]).toBe(
      'The external flag provider "vendor" was not asked, because its data for a context could not be read: its member ' +
        '"company" must be plain data, not an instance of a class.',
    );
  });
});
