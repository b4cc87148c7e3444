import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  InMemoryProvider,
  OpenFeature,
  StandardResolutionReasons,
  type EvaluationContext,
  type Provider,
} from '@openfeature/server-sdk';
import { OpenFeatureFlagProvider } from '../../../lib/openfeature/open-feature-flag.provider.js';
import type { OpenFeatureFlagProviderOptions } from '../../../lib/openfeature/client/open-feature-flag-provider.options.js';
import { managers } from '../manager/managers.js';

const start = managers();

afterEach(async () => {
  await OpenFeature.close();
  OpenFeature.clearHooks();
});

const flagsOfVendor = () =>
  new InMemoryProvider({
    premium_tier: {
      variants: { on: true, off: false },
      defaultVariant: 'off',
      disabled: false,
      contextEvaluator: ({ plan }) => (plan === 'gold' ? 'on' : 'off'),
    },
    checkout_theme: { variants: { a: 'modern', b: 'classic' }, defaultVariant: 'a', disabled: false },
    search_limit: { variants: { low: 10, high: 50 }, defaultVariant: 'high', disabled: false },
    banner: { variants: { sale: { text: 'Sale' } }, defaultVariant: 'sale', disabled: false },
    retired: { variants: { on: true }, defaultVariant: 'on', disabled: true },
  });

const keys = ['premium_tier', 'checkout_theme', 'search_limit', 'banner', 'retired', 'unknown'];
const ada = { userId: 'ada', userAttributes: { plan: 'gold', email: 'ada@example.com' } };

async function startWith(
  provider: Provider,
  options: Omit<OpenFeatureFlagProviderOptions, 'client'> = { keys, attributes: ['plan'] },
) {
  await OpenFeature.setProviderAndWait('vendor', provider);
  const external = new OpenFeatureFlagProvider({ client: OpenFeature.getClient('vendor'), ...options });
  return await start({ externalFlags: external });
}

/** Records the context of each evaluation. */
class RecordingProvider extends InMemoryProvider {
  readonly sent: EvaluationContext[] = [];

  override async resolveBooleanEvaluation(key: string, fallback: boolean, context?: EvaluationContext) {
    this.sent.push(context ?? {});
    await setImmediate();
    return { value: key === 'premium_tier' ? context?.targetingKey === 'ada' : fallback, reason: 'TARGETING_MATCH' };
  }
}

describe('OpenFeatureFlagProvider', () => {
  it('answers for flags of every type', async () => {
    const { flags } = await startWith(flagsOfVendor());
    await flags.prepare(ada);
    expect(flags.isEnabled('premium_tier', ada)).toBe(true);
    expect(flags.getVariant('checkout_theme', 'classic', ada)).toBe('a');
    expect(flags.getValue('checkout_theme', 'classic', ada)).toBe('modern');
    expect(flags.getValue('search_limit', 20, ada)).toBe(50);
    expect(flags.getValue('banner', { text: '' }, ada)).toStrictEqual({ text: 'Sale' });
    expect(flags.evaluateValue('search_limit', 'many', ada).reason).toBe('type_mismatch');
  });

  it('expresses reasons of OpenFeature as reasons of evaluations', async () => {
    const { flags } = await startWith(flagsOfVendor());
    await flags.prepare(ada);
    const reasons = keys.map((key) => flags.evaluate(key, ada).reason);
    expect(reasons).toStrictEqual(['rule_match', 'enabled', 'enabled', 'enabled', 'disabled', 'flag_not_found']);
    expect(flags.getValue('retired', 'default', ada)).toBe('default');
  });

  it('names the variant of a text flag by its value, if the vendor numbers its variants', async () => {
    const { flags } = await startWith(flagsOfVendor(), { keys, variantFrom: 'value' });
    await flags.prepare(ada);
    expect(flags.getVariant('checkout_theme', 'classic', ada)).toBe('modern');
  });

  it('evaluates a flag of a declared type as no other type', async () => {
    const types = { premium_tier: 'string', search_limit: 'number' } as const;
    const { flags, logger } = await startWith(flagsOfVendor(), { keys: types });
    await flags.prepare(ada);
    expect(flags.getValue('search_limit', 20, ada)).toBe(50);
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
    expect(logger.warnings).toStrictEqual([
      'The external flag provider "openfeature" failed for flag "premium_tier": TYPE_MISMATCH.',
    ]);
  });

  it('does not take the text "false" for a boolean, although the provider does not check its types', async () => {
    const provider: Provider = new InMemoryProvider();
    provider.resolveBooleanEvaluation = async () => ({ value: 'false' as never });
    provider.resolveStringEvaluation = async () => ({ value: 'false' });
    const { flags, logger } = await startWith(provider, {
      keys: { premium_tier: 'boolean', checkout_theme: 'string' },
    });
    await flags.prepare(ada);
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
    expect(flags.getValue('checkout_theme', 'classic', ada)).toBe('false');
    expect(logger.warnings).toStrictEqual([
      'The external flag provider "openfeature" failed for flag "premium_tier": TYPE_MISMATCH.',
    ]);
  });

  it.each(['false', 'TRUE'])('leaves a flag of unknown type undecided whose value is the text "%s"', async (text) => {
    const provider: Provider = new InMemoryProvider();
    provider.resolveBooleanEvaluation = async () => ({ value: text as never });
    provider.resolveStringEvaluation = async () => ({ value: text });
    const { flags } = await startWith(provider, { keys: ['premium_tier'] });
    await flags.prepare(ada);
    expect(flags.isEnabled('premium_tier', ada)).toBe(false);
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
  });

  it.each([
    ['the number 0', 0],
    ['an empty text', ''],
  ])('counts a flag whose value is %s as on, like an override with this value', async (_, value) => {
    const variants = { none: value };
    const provider = new InMemoryProvider({ surcharge: { variants, defaultVariant: 'none', disabled: false } });
    const { flags } = await startWith(provider, { keys: ['surcharge'] });
    await flags.setOverride('discount', { value });
    await flags.prepare(ada);
    expect([flags.isEnabled('surcharge', ada), flags.isEnabled('discount', ada)]).toStrictEqual([true, true]);
    expect(flags.evaluate('surcharge', ada).value).toBe(value);
  });

  it('leaves a flag undecided while OpenFeature has no provider, and says so', async () => {
    const externalFlags = new OpenFeatureFlagProvider({
      client: OpenFeature.getClient('nobody'),
      keys: ['premium_tier'],
    });
    const { flags, logger } = await start({ externalFlags });
    await flags.prepare(ada);
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
    expect(flags.status().externalFlags).toMatchObject({ isAvailable: false, failures: 1 });
    expect(logger.warnings).toStrictEqual([
      'The external flag provider "openfeature" failed for flag "premium_tier": PROVIDER_NOT_READY.',
    ]);
  });

  it('counts the reason ERROR without a code as a failure, for which calls have their defaults', async () => {
    const provider: Provider = new InMemoryProvider();
    provider.resolveBooleanEvaluation = async (_key, value) => ({ value, reason: 'ERROR' });
    const { flags } = await startWith(provider, { keys: ['premium_tier'] });
    await flags.prepare(ada);
    expect(flags.isEnabled('premium_tier', ada, true)).toBe(true);
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
    expect(flags.status().externalFlags?.failures).toBe(1);
  });

  it('sends only the targeting key, unless attributes are allowed', async () => {
    const provider = new RecordingProvider();
    const { flags } = await startWith(provider, { keys: ['premium_tier'] });
    await flags.prepare(ada);
    await flags.prepare({ sessionId: 's-1' });
    await flags.prepare({});
    expect(provider.sent).toStrictEqual([{ targetingKey: 'ada' }, { targetingKey: 's-1' }, {}]);
  });

  it('sends the attributes that are allowed, if the context has them', async () => {
    const provider = new RecordingProvider();
    const { flags } = await startWith(provider, { keys: ['premium_tier'], attributes: ['plan', 'country'] });
    await flags.prepare(ada);
    expect(provider.sent).toStrictEqual([{ targetingKey: 'ada', plan: 'gold' }]);
  });

  it('sends what the function for the context returns', async () => {
    const provider = new RecordingProvider();
    const { flags } = await startWith(provider, {
      keys: ['premium_tier'],
      context: ({ userId }) => ({ targetingKey: `user:${userId}`, groups: ['a', { name: 'b' }] }),
    });
    await flags.prepare(ada);
    expect(provider.sent).toStrictEqual([{ targetingKey: 'user:ada', groups: ['a', { name: 'b' }] }]);
  });

  it('keeps the default of the call for a flag without a value', async () => {
    const provider: Provider = new InMemoryProvider();
    provider.resolveBooleanEvaluation = async (_, value) => ({ value, errorCode: 'TYPE_MISMATCH' as never });
    provider.resolveStringEvaluation = async (_, value) => ({ value, reason: StandardResolutionReasons.DEFAULT });
    const { flags } = await startWith(provider, { keys: ['checkout_theme'] });
    await flags.prepare(ada);
    expect(flags.getValue('checkout_theme', 'classic', ada)).toBe('classic');
    expect(flags.isEnabled('checkout_theme', ada)).toBe(false);
  });

  it('does not ask this module, if its client leads back to it', async () => {
    const { flags, logger } = await startWith(flagsOfVendor(), { keys: ['premium_tier'] });
    const provider: Provider = new InMemoryProvider();
    provider.resolveBooleanEvaluation = async (key, _, { targetingKey = '' }) => {
      const context = { userId: targetingKey };
      await flags.prepare(context);
      return { value: flags.isEnabled(key, context) };
    };
    await OpenFeature.setProviderAndWait('vendor', provider);
    const context = { userId: 'ada' };
    await flags.prepare(context);
    expect(flags.isEnabled('premium_tier', context)).toBe(false);
    expect(logger.warnings).toStrictEqual([
      'The external flag provider "openfeature" failed for flag "premium_tier": its client asks this module again: give ' +
        "it the client of the vendor's provider.",
    ]);
  });

  it('turns a flag off that needs a targeting key, for a visitor without one', async () => {
    const provider: Provider = new InMemoryProvider();
    provider.resolveBooleanEvaluation = async (_, value) => ({ value, errorCode: 'TARGETING_KEY_MISSING' as never });
    const { flags } = await startWith(provider, { keys: ['premium_tier'] });
    const visitor = {};
    await flags.prepare(visitor);
    expect(flags.decision('premium_tier', visitor)).toMatchObject({ enabled: false, reason: 'no_bucketing_key' });
  });

  it('logs the code of an error, but never its message, which may contain attributes', async () => {
    const provider: Provider = new InMemoryProvider();
    provider.resolveBooleanEvaluation = async () => Promise.reject(new Error('no plan for ada@example.com'));
    const { flags, logger } = await startWith(provider, { keys: ['premium_tier'] });
    await flags.prepare(ada);
    expect(flags.decision('premium_tier', ada)).toBeUndefined();
    expect(logger.warnings).toStrictEqual([
      'The external flag provider "openfeature" failed for flag "premium_tier": GENERAL.',
    ]);
  });

  it.each([
    [{}, 'Option "client" of OpenFeatureFlagProvider is required.'],
    [{ client: {} }, /"client" of OpenFeatureFlagProvider must be an OpenFeature client/],
    [{ keys: ['not a key'] }, /Flag key "not a key" is invalid/],
    [{ keys: { premium_tier: 'text' } }, /must be "boolean", "string", "number" or "object"/],
    [{ attributes: ['targetingKey'] }, /must be the name of an attribute other than "targetingKey"/],
    [{ attributes: ['plan'], context: () => ({}) }, /has both "attributes" and "context"/],
    [{ timeout: 500 }, /must be a duration from "1ms" to "10m"/],
    [{ attribute: ['plan'] }, /did you mean "attributes"/],
  ])('rejects invalid options (%#)', (options, message) => {
    const given = 'client' in options || Object.keys(options).length === 0;
    const all = given ? options : { client: OpenFeature.getClient(), ...options };
    expect(() => new OpenFeatureFlagProvider(all as OpenFeatureFlagProviderOptions)).toThrow(message);
  });
});
