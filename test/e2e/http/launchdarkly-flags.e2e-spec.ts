import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { basicLogger, integrations } from '@launchdarkly/node-server-sdk';
import { LaunchDarklyProvider } from '@launchdarkly/openfeature-node-server';
import { OpenFeature } from '@openfeature/server-sdk';
import { FeatureFlagsModule, FlagGuard, FlagValue, FlagVariant } from '../../../lib/index.js';
import { OpenFeatureFlagProvider } from '../../../lib/openfeature/open-feature-flag.provider.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { shop } from '../module/apps.js';
import { SignInGuard } from './support/sign-in.guard.js';

@Controller()
@UseGuards(SignInGuard)
class ShopController {
  @Get('premium')
  @UseGuards(FlagGuard('premium_tier'))
  premium() {
    return 'ok';
  }

  @Get('checkout')
  checkout(@FlagVariant('checkout_theme', 'classic') theme: string, @FlagValue('search_limit', 10) limit: number) {
    return { theme, limit };
  }

  @Get('modern')
  @UseGuards(FlagGuard({ flag: 'checkout_theme', variant: 'modern' }))
  modern() {
    return 'ok';
  }

  @Get('missing')
  @UseGuards(FlagGuard({ not: 'missing' }))
  missing() {
    return 'ok';
  }
}

describe.each(adapters.slice(0, 1))('Gates on the flags of LaunchDarkly', (adapter) => {
  const start = httpApps(adapter);
  const source = new integrations.TestData();
  const gold = { user: 'ada', plan: 'gold' };
  const free = { user: 'bob', plan: 'free' };

  beforeAll(async () => {
    await source.update(
      source.flag('premium_tier').booleanFlag().variationForAll(false).ifMatch('user', 'plan', 'gold').thenReturn(true),
    );
    await source.update(source.flag('checkout_theme').variations('modern', 'classic').variationForUser('bob', 1));
    await source.update(source.flag('search_limit').variations(25, 50).valueForAll(50));
    const provider = new LaunchDarklyProvider('sdk-key', {
      updateProcessor: source.getFactory(),
      sendEvents: false,
      logger: basicLogger({ level: 'none' }),
    });
    await OpenFeature.setProviderAndWait('launchdarkly', provider);
  });
  afterAll(() => OpenFeature.close());

  const serve = async () => {
    const logger = new RecordingLogger();
    const client = OpenFeature.getClient('launchdarkly');
    const externalFlags = new OpenFeatureFlagProvider({ client, attributes: ['plan'], variantFrom: 'value' });
    const imports = [FeatureFlagsModule.forRoot({ logger, externalFlags })];
    return { app: await start(shop({ imports, controllers: [ShopController] })), logger };
  };

  it('open and close for the user of the request', async () => {
    const { app } = await serve();
    expect(await app.status('/premium', gold)).toBe(200);
    expect(await app.status('/premium', free)).toBe(404);
    expect(await app.status('/premium')).toBe(404);
    expect(await app.status('/modern', gold)).toBe(200);
    expect(await app.status('/modern', free)).toBe(404);
    expect(await app.json('/checkout', gold)).toStrictEqual({ theme: 'modern', limit: 50 });
    expect(await app.json('/checkout', free)).toStrictEqual({ theme: 'classic', limit: 50 });
  });

  it('follow a change at the vendor from the next request on', async () => {
    const { app } = await serve();
    await source.update(source.flag('search_limit').variations(25, 50).valueForAll(25));
    expect(await app.json('/checkout', gold)).toStrictEqual({ theme: 'modern', limit: 25 });
  });

  it('stay closed on a flag that nobody defines, which is logged once', async () => {
    const { app, logger } = await serve();
    expect(await app.status('/missing', gold)).toBe(404);
    expect(await app.status('/missing', free)).toBe(404);
    expect(logger.warnings).toStrictEqual([
      'Flag "missing" is not defined by any provider, so its default is returned.',
    ]);
  });
});
