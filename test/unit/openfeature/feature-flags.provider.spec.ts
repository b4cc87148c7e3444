import { describe, expect, it } from '@jest/globals';
import { ErrorCode, OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import type { FlagEvent } from '../../../lib/manager/exposure/exposure-event.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { FeatureFlagsProvider } from '../../../lib/openfeature/feature-flags.provider.js';
import { withFlags } from '../../../lib/testing/scope/with-flags.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { VendorFlags } from '../../support/vendor-flags.js';
import { delivers, hangs, PolledProvider, rejects } from '../manager/fake-providers.js';
import { managers } from '../manager/managers.js';
import { openFeatureClients } from './open-feature-clients.js';

const start = managers();
const register = openFeatureClients();

const initialFlags = {
  new_checkout: true,
  dark_mode: false,
  premium_search: { type: 'user_list', users: ['ada'] },
  checkout_theme: {
    type: 'variant',
    variants: [
      { name: 'classic', weight: 1 },
      { name: 'compact', weight: 1 },
    ],
    defaultVariant: 'classic',
  },
  page_size: { type: 'variant', variants: [{ name: 'large', weight: 1, value: 50 }], defaultVariant: 'large' },
  banner: {
    type: 'variant',
    variants: [{ name: 'sale', weight: 1, value: { title: 'Sale', tags: ['new'] } }],
    defaultVariant: 'sale',
  },
  countries: { type: 'variant', variants: [{ name: 'eu', weight: 1, value: ['DE'] }], defaultVariant: 'eu' },
} as const;

describe('The OpenFeature provider', () => {
  it('resolves values of every type, with variants and reasons', async () => {
    const { flags } = await start({ initialFlags });
    const { client } = await register(new FeatureFlagsProvider(flags));
    expect(await client.getBooleanDetails('new_checkout', false)).toStrictEqual({
      flagKey: 'new_checkout',
      value: true,
      reason: 'STATIC',
      flagMetadata: {},
    });
    expect(await client.getStringDetails('checkout_theme', 'compact')).toMatchObject({
      value: 'classic',
      variant: 'classic',
      reason: 'DEFAULT',
    });
    expect(await client.getNumberDetails('page_size', 10)).toMatchObject({ value: 50, variant: 'large' });
    expect(await client.getObjectValue('banner', {})).toStrictEqual({ title: 'Sale', tags: ['new'] });
    expect(await client.getObjectValue('countries', [])).toStrictEqual(['DE']);
  });

  it('asks the external provider for flags that are not defined, once for a context', async () => {
    const vendor = new VendorFlags({ premium_tier: { type: 'user_attribute', attributes: { plan: 'gold' } } }, [
      'premium_tier',
    ]);
    const { flags } = await start({ externalFlags: vendor });
    const { client } = await register(new FeatureFlagsProvider(flags));
    expect(await client.getBooleanValue('premium_tier', false, { targetingKey: 'ada', plan: 'gold' })).toBe(true);
    expect(await client.getBooleanValue('premium_tier', true, { targetingKey: 'bob', plan: 'free' })).toBe(false);
    expect(vendor.asked).toStrictEqual(['premium_tier ada', 'premium_tier bob']);
    const eve = { userId: 'eve', userAttributes: { plan: 'gold' } };
    await flags.prepare(eve);
    expect(await flags.runWith(eve, () => client.getBooleanValue('premium_tier', false))).toBe(true);
    expect(vendor.asked).toHaveLength(3);
  });

  it('returns the caller’s default for a disabled flag', async () => {
    const { flags } = await start({ initialFlags });
    const { client } = await register(new FeatureFlagsProvider(flags));
    expect(await client.getBooleanDetails('dark_mode', true)).toStrictEqual({
      flagKey: 'dark_mode',
      value: true,
      reason: 'DISABLED',
      flagMetadata: {},
    });
  });

  it.each([
    ['a string flag as a boolean', 'checkout_theme', false],
    ['a boolean flag as a string', 'new_checkout', 'on'],
    ['an object as a number', 'banner', 1],
    ['a boolean flag as an object', 'new_checkout', {}],
    ['an array as an object', 'countries', {}],
    ['an object as an array', 'banner', []],
    ['a boolean flag as an object with the default null', 'new_checkout', null],
  ])('reports a type mismatch for %s', async (_title, key, fallback) => {
    const { flags } = await start({ initialFlags });
    const { client } = await register(new FeatureFlagsProvider(flags));
    const details =
      typeof fallback === 'boolean'
        ? await client.getBooleanDetails(key, fallback)
        : typeof fallback === 'string'
          ? await client.getStringDetails(key, fallback)
          : typeof fallback === 'number'
            ? await client.getNumberDetails(key, fallback)
            : await client.getObjectDetails(key, fallback);
    expect(details).toMatchObject({ value: fallback, reason: 'ERROR', errorCode: ErrorCode.TYPE_MISMATCH });
  });

  it('accepts an object or an array for the default null', async () => {
    const { flags } = await start({ initialFlags });
    const { client } = await register(new FeatureFlagsProvider(flags));
    expect(await client.getObjectValue('countries', null)).toStrictEqual(['DE']);
    expect(await client.getObjectValue('banner', null)).toMatchObject({ title: 'Sale' });
  });

  it('reports flags that do not exist, and those whose definition is unknown', async () => {
    const { flags } = await start({ initialFlags });
    const { client } = await register(new FeatureFlagsProvider(flags));
    expect(await client.getBooleanDetails('missing', true)).toMatchObject({
      value: true,
      reason: 'ERROR',
      errorCode: ErrorCode.FLAG_NOT_FOUND,
    });
    const provider = new PolledProvider(rejects('no route to host'));
    const { flags: unread } = await start({ providers: [provider], onBootFailure: 'defaults' });
    const other = await register(new FeatureFlagsProvider(unread));
    expect(await other.client.getBooleanDetails('missing', true)).toMatchObject({ errorCode: ErrorCode.GENERAL });
  });

  it('applies overrides of all users and of one', async () => {
    const { flags } = await start({ initialFlags });
    const { client } = await register(new FeatureFlagsProvider(flags));
    await flags.disable('new_checkout', { actor: 'ops' });
    await flags.setOverride('checkout_theme', 'compact', { actor: 'ops', unit: 'ada' });
    expect(await client.getBooleanDetails('new_checkout', true)).toMatchObject({
      value: false,
      reason: 'TARGETING_MATCH',
    });
    expect(await client.getStringValue('checkout_theme', '', { targetingKey: 'ada' })).toBe('compact');
  });

  it('applies the forced flags of a test', async () => {
    const { flags } = await start({ initialFlags });
    const { client } = await register(new FeatureFlagsProvider(flags));
    const inTest = withFlags({ new_checkout: false }, () => client.getBooleanValue('new_checkout', true));
    expect([await inTest, await client.getBooleanValue('new_checkout', false)]).toStrictEqual([false, true]);
  });

  it('reports an id that is neither text nor a number as an invalid context', async () => {
    const { flags } = await start({ initialFlags });
    const { client } = await register(new FeatureFlagsProvider(flags));
    const details = await client.getBooleanDetails('new_checkout', false, { userId: { id: 'ada' } });
    expect(details).toMatchObject({ value: false, errorCode: ErrorCode.INVALID_CONTEXT });
    expect(details.errorMessage).not.toContain('ada');
  });

  it('passes on the metadata and version of a definition', async () => {
    const { flags } = await start({
      initialFlags: { new_checkout: { type: 'boolean', version: 7, metadata: { team: 'shop', tier: 2 } } },
    });
    const { client } = await register(new FeatureFlagsProvider(flags));
    const { flagMetadata } = await client.getBooleanDetails('new_checkout', false);
    expect(flagMetadata).toStrictEqual({ version: 7, team: 'shop', tier: 2 });
    expect(Object.isFrozen(flagMetadata)).toBe(true);
  });

  it('runs the hooks of its options', async () => {
    const { flags } = await start({ initialFlags });
    const seen: unknown[] = [];
    const hook = {
      after: (_context: unknown, details: { readonly reason?: string }) => void seen.push(details.reason),
    };
    const { client } = await register(new FeatureFlagsProvider(flags, { hooks: [hook] }));
    await client.getBooleanValue('new_checkout', false);
    expect(seen).toStrictEqual(['STATIC']);
  });

  it('reads definitions before each evaluation with cacheTtl 0', async () => {
    const provider = new PolledProvider(delivers({ sale: { type: 'boolean' } }));
    const { flags } = await start({ providers: [provider], cacheTtl: 0 });
    const { client } = await register(new FeatureFlagsProvider(flags));
    provider.answer = delivers({ sale: { type: 'boolean', enabled: false } });
    expect((await client.getBooleanDetails('sale', false)).reason).toBe('DISABLED');
  });

  it('records tracked events for the sink', async () => {
    const events: FlagEvent[] = [];
    const { flags } = await start({ initialFlags, onExposure: (batch) => void events.push(...batch) });
    const { client } = await register(new FeatureFlagsProvider(flags));
    const at = new Date('2026-11-30T00:00:00Z');
    client.track(
      'order_placed',
      { targetingKey: 'ada' },
      { value: 99.5, currency: 'EUR', at, items: ['a'], note: null },
    );
    client.track('visited', { targetingKey: 'ada' });
    await flags.flushEvents();
    expect(events).toMatchObject([
      {
        trackingEventName: 'order_placed',
        targetingKey: 'ada',
        targetingKeyPath: 'userId',
        value: 99.5,
        attributes: { currency: 'EUR', at: '2026-11-30T00:00:00.000Z', items: '["a"]' },
      },
      { trackingEventName: 'visited', targetingKey: 'ada' },
    ]);
  });

  it.each([
    [{ targetingKey: '' }, 'targetingKey'],
    [{ requestContext: 'always' }, 'requestContext'],
    [{ hooks: ['none'] }, 'hooks'],
  ])('rejects the options %j', async (options, name) => {
    const { flags } = await start();
    expect(() => Reflect.construct(FeatureFlagsProvider, [flags, options])).toThrow(name);
  });

  it('rejects anything that is not a manager', () => {
    expect(() => Reflect.construct(FeatureFlagsProvider, [{ initialFlags }])).toThrow('must be a FlagManager');
  });
});

describe('The lifecycle of the OpenFeature provider', () => {
  it('starts the manager, and does not close one that it was given', async () => {
    const flags = new FlagManager({ initialFlags, logger: new RecordingLogger() });
    const { client } = await register(new FeatureFlagsProvider(flags));
    expect([flags.status().state, client.providerStatus]).toStrictEqual(['ready', 'READY']);
    await OpenFeature.clearProviders();
    expect(flags.status().state).toBe('ready');
    await flags.close();
  });

  it('closes a manager that it has created', async () => {
    const source = new PolledProvider(delivers({ sale: { type: 'boolean' } }));
    const provider = FeatureFlagsProvider.create({ providers: [source], logger: new RecordingLogger() });
    const { client } = await register(provider);
    expect(await client.getBooleanValue('sale', false)).toBe(true);
    await provider.onClose();
    expect(source.closes).toBe(1);
  });

  it('announces nothing if it is closed while it is initialized', async () => {
    const flags = new FlagManager({ initialFlags, logger: new RecordingLogger() });
    const provider = new FeatureFlagsProvider(flags);
    const changes: unknown[] = [];
    provider.events.addHandler(ProviderEvents.ConfigurationChanged, (details) => void changes.push(details));
    const initialized = provider.initialize();
    await provider.onClose();
    await initialized;
    await flags.disable('new_checkout', { actor: 'ops' });
    expect(changes).toStrictEqual([]);
    await flags.close();
  });

  it('is not ready while the manager starts', async () => {
    const source = new PolledProvider(hangs);
    const flags = new FlagManager({ providers: [source], logger: new RecordingLogger() });
    OpenFeature.setProvider('starting', new FeatureFlagsProvider(flags));
    const details = await OpenFeature.getClient('starting').getBooleanDetails('sale', true);
    expect(details).toMatchObject({ value: true, errorCode: ErrorCode.PROVIDER_NOT_READY });
    await flags.close();
  });

  it.each([
    ['fails to start', () => new FlagManager(failing)],
    [
      'is closed',
      async () => {
        const flags = await FlagManager.create({ logger: new RecordingLogger() });
        await flags.close();
        return flags;
      },
    ],
  ])('is in a fatal state if the manager %s', async (_title, create) => {
    const provider = new FeatureFlagsProvider(await create());
    await expect(OpenFeature.setProviderAndWait('fatal', provider)).rejects.toMatchObject({
      code: ErrorCode.PROVIDER_FATAL,
    });
    const client = OpenFeature.getClient('fatal');
    expect(client.providerStatus).toBe('FATAL');
    expect(await client.getBooleanDetails('sale', true)).toMatchObject({ errorCode: ErrorCode.PROVIDER_FATAL });
  });

  it('turns nothing on while the module is turned off', async () => {
    const { flags } = await start({ initialFlags, enabled: false });
    const { client } = await register(new FeatureFlagsProvider(flags));
    expect(await client.getBooleanDetails('new_checkout', false)).toMatchObject({ value: false, reason: 'DISABLED' });
  });
});

const failing = {
  providers: [new PolledProvider(rejects('no route to host'))],
  onBootFailure: 'throw',
  logger: new RecordingLogger(),
} as const;
