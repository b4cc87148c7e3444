import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { InMemoryProvider, OpenFeature } from '@openfeature/server-sdk';
import { FeatureFlagsModule, FlagManager } from 'nestjs-feature-flags';
import { RecordingLogger } from '../support/recording-logger.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';
import { propertiesOf } from './properties-of.js';
import { migrate } from './recipes/openfeature/migration.js';
import { OpenFeatureModule } from './recipes/openfeature/open-feature.module.js';
import { main } from './recipes/openfeature/without-nest.js';

const { text } = page('docs/guide/openfeature.md');

const flag = (value: boolean) => ({ variants: { on: value }, defaultVariant: 'on', disabled: false }) as const;

afterEach(() => OpenFeature.clearProviders());

describe('The page on OpenFeature', () => {
  it('begins with an example that turns the flag on', async () => {
    expect(await main()).toBe(true);
  });

  it('names the line of the SDK that one case of the specification depends on', () => {
    const {
      1: version = '',
      2: file = '',
      3: line = '',
    } = /server-sdk` ([\d.]+), `(dist\/[\w/.]+)`, line (\d+)/.exec(text) ?? [];
    const sdk = new URL('../../node_modules/@openfeature/server-sdk/', import.meta.url);
    const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', sdk), 'utf8'));
    expect(manifest).toMatchObject({ version });
    expect(readFileSync(new URL(file, sdk), 'utf8').split('\n')[Number(line) - 1]).toContain('resolutionDetails =');
  });

  it('lists exactly the options of the provider', () => {
    const options = tableRows(text, 'Option').map(([name]) => name);
    const file = 'lib/openfeature/provider/feature-flags-provider.options.ts';
    expect(options.toSorted()).toEqual(propertiesOf('FeatureFlagsProviderOptions', file).toSorted());
  });

  it('shows a module that evaluates flags for the user of the request', async () => {
    const initialFlags = { new_checkout: { type: 'user_list', users: ['ada'] } } as const;
    class ShopModule {}
    Module({ imports: [FeatureFlagsModule.forRoot({ initialFlags }), OpenFeatureModule] })(ShopModule);
    const app = (await Test.createTestingModule({ imports: [ShopModule] }).compile()).createNestApplication();
    await app.init();
    const client = OpenFeature.getClient('shop');
    const evaluate = () => client.getBooleanValue('new_checkout', false, { country: 'DE' });
    const flags = app.get(FlagManager);
    expect(await flags.runWith({ userId: 'ada' }, evaluate)).toBe(true);
    expect(await flags.runWith({ userId: 'bob' }, evaluate)).toBe(false);
    await app.close();
  });

  it('shows a migration in which the vendor answers only for flags that are not defined here', async () => {
    const vendor = new InMemoryProvider({ sale: flag(false), off_here: flag(true), only_there: flag(true) });
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({ initialFlags: { sale: true, off_here: false }, logger });
    await migrate(flags, vendor);
    const client = OpenFeature.getClient('shop');
    const valuesOf = (keys: readonly string[]) => Promise.all(keys.map((key) => client.getBooleanValue(key, false)));
    expect(await valuesOf(['sale', 'off_here', 'only_there', 'nowhere'])).toEqual([true, false, true, false]);
    expect(Object.keys(flags.status().missingFlags)).toEqual(['only_there', 'nowhere']);
    await flags.disable('only_there', { actor: 'ops', reason: 'an incident' });
    expect(await valuesOf(['only_there'])).toEqual([false]);
    await flags.close();
  });
});
