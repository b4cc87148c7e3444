import { describe, expect, it } from '@jest/globals';
import { ProviderEvents } from '@openfeature/server-sdk';
import { FeatureFlagsProvider } from '../../../../lib/openfeature/feature-flags.provider.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { delivers, PolledProvider, rejects, WatchedProvider } from '../../manager/fake-providers.js';
import { managers, settled } from '../../manager/managers.js';
import { openFeatureClients } from '../open-feature-clients.js';

const start = managers();
const register = openFeatureClients();

const when = { segment: 'staff' };
const READY = { event: 'PROVIDER_READY' };

describe('The events of the OpenFeature provider', () => {
  it('announce that it is ready once', async () => {
    const { flags } = await start({ initialFlags: { new_checkout: true } });
    const { announced } = await register(new FeatureFlagsProvider(flags));
    await settled();
    expect(announced).toStrictEqual([READY]);
  });

  it('announce the flags that an override changes, once for each change', async () => {
    const { flags } = await start({ initialFlags: { new_checkout: true, dark_mode: true } });
    const { announced } = await register(new FeatureFlagsProvider(flags));
    await flags.disable('new_checkout', { actor: 'ops' });
    await flags.clearOverride('new_checkout', { actor: 'ops' });
    const change = { event: 'PROVIDER_CONFIGURATION_CHANGED', flagsChanged: ['new_checkout'] };
    expect(announced).toStrictEqual([READY, change, change]);
  });

  it('announce an override that has expired', async () => {
    const { flags, clock } = await start({ initialFlags: { new_checkout: true } });
    const { announced } = await register(new FeatureFlagsProvider(flags));
    await flags.disable('new_checkout', { actor: 'ops', expiresIn: '1m' });
    announced.length = 0;
    clock.advance(60_000);
    await settled();
    expect(announced).toStrictEqual([{ event: 'PROVIDER_CONFIGURATION_CHANGED', flagsChanged: ['new_checkout'] }]);
  });

  it('announce the flags that use a changed segment, and those that depend on them', async () => {
    const provider = new MemoryProvider(
      {
        beta: { type: 'boolean', otherwise: false, rules: [{ when }] },
        beta_search: { type: 'boolean', prerequisites: [{ flag: 'beta' }] },
        sale: true,
      },
      { segments: { staff: { include: ['ada'] } } },
    );
    const { flags } = await start({ providers: [provider] });
    const { announced, client } = await register(new FeatureFlagsProvider(flags));
    await flags.saveSegment('staff', { include: ['bob'] }, { actor: 'ops' });
    expect(announced.slice(1)).toStrictEqual([
      { event: 'PROVIDER_CONFIGURATION_CHANGED', flagsChanged: ['beta', 'beta_search'] },
    ]);
    expect(await client.getBooleanValue('beta', false, { targetingKey: 'bob' })).toBe(true);
  });

  it('announce the flags that a provider delivers anew', async () => {
    const provider = new WatchedProvider(delivers({ sale: { type: 'boolean' }, search: { type: 'boolean' } }));
    const { flags } = await start({ providers: [provider] });
    const { announced } = await register(new FeatureFlagsProvider(flags));
    provider.answer = delivers({ sale: { type: 'boolean', enabled: false }, search: { type: 'boolean' } });
    provider.announce();
    await settled();
    expect(announced.slice(1)).toStrictEqual([{ event: 'PROVIDER_CONFIGURATION_CHANGED', flagsChanged: ['sale'] }]);
  });

  it('lead handlers to the answers after the change', async () => {
    const { flags } = await start({ initialFlags: { new_checkout: true } });
    const provider = new FeatureFlagsProvider(flags);
    const { client } = await register(provider);
    const answers: Promise<boolean>[] = [];
    provider.events.addHandler(ProviderEvents.ConfigurationChanged, () => {
      answers.push(client.getBooleanValue('new_checkout', true));
    });
    await flags.disable('new_checkout', { actor: 'ops' });
    expect(await Promise.all(answers)).toStrictEqual([false]);
  });

  it('announce stale definitions and their recovery, and mark answers as stale meanwhile', async () => {
    const provider = new PolledProvider(delivers({ sale: { type: 'boolean' } }));
    const { flags } = await start({ providers: [provider] });
    const { announced, client } = await register(new FeatureFlagsProvider(flags));
    provider.answer = rejects('no route to host');
    await flags.refresh();
    await flags.refresh();
    expect(client.providerStatus).toBe('STALE');
    expect(await client.getBooleanDetails('sale', false)).toMatchObject({ value: true, reason: 'STALE' });
    provider.answer = delivers({ sale: { type: 'boolean' } });
    await flags.refresh();
    expect(client.providerStatus).toBe('READY');
    expect(announced).toStrictEqual([
      READY,
      { event: 'PROVIDER_STALE', message: 'The flag definitions of "remote" may be out of date.' },
      { event: 'PROVIDER_READY', message: 'The flag definitions are current.' },
    ]);
    expect(await client.getBooleanDetails('sale', false)).toMatchObject({ value: true, reason: 'STATIC' });
  });

  it('announce definitions that could not be read after the provider is ready', async () => {
    const provider = new PolledProvider(rejects('no route to host'));
    const { flags } = await start({ providers: [provider], onBootFailure: 'defaults' });
    const { announced, client } = await register(new FeatureFlagsProvider(flags));
    await settled();
    expect(client.providerStatus).toBe('ERROR');
    expect(announced).toStrictEqual([
      READY,
      { event: 'PROVIDER_ERROR', message: 'The flag definitions of "remote" could not be read.' },
    ]);
  });

  it('end when the provider is closed', async () => {
    const { flags } = await start({ initialFlags: { new_checkout: true } });
    const provider = new FeatureFlagsProvider(flags);
    const { announced } = await register(provider);
    await provider.onClose();
    await flags.disable('new_checkout', { actor: 'ops' });
    expect(announced).toStrictEqual([READY]);
  });
});
