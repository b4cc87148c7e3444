import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Query, UseGuards, type OnModuleInit } from '@nestjs/common';
import { OpenFeature } from '@openfeature/server-sdk';
import { FeatureFlagsModule, FlagManager } from '../../../lib/index.js';
import { FeatureFlagsProvider } from '../../../lib/openfeature/index.js';
import { createOverrideToken } from '../../../lib/tokens/create-override-token.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { SignInGuard } from './support/sign-in.guard.js';

const SECRET = 'a-secret-of-32-characters-at-least';

@Controller()
@UseGuards(SignInGuard)
class SearchController {
  readonly #client = OpenFeature.getClient('e2e');

  /** The empty context means the user of the request. */
  @Get('search')
  async search(@Query('for') targetingKey?: string): Promise<boolean> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.#client.getBooleanValue('premium_search', false, targetingKey === undefined ? {} : { targetingKey });
  }
}

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: { premium_search: { type: 'user_list', users: ['ada'] } },
      requestOverrides: { secrets: [SECRET], audience: 'e2e', flags: ['premium_search'] },
    }),
  ],
  controllers: [SearchController],
})
class ShopModule implements OnModuleInit {
  constructor(private readonly flags: FlagManager) {}

  async onModuleInit(): Promise<void> {
    await OpenFeature.setProviderAndWait('e2e', new FeatureFlagsProvider(this.flags));
  }
}

describe.each(adapters)('OpenFeature on $name', (adapter) => {
  const start = httpApps(adapter);

  it('evaluates flags for the user of each of many concurrent requests', async () => {
    const app = await start(ShopModule);
    const users = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'ada' : `user-${i}`));
    const answers = await Promise.all(users.map((user) => app.json('/search', { user })));
    expect(answers).toStrictEqual(users.map((user) => user === 'ada'));
    expect(await app.json('/search')).toBe(false);
  });

  it('evaluates flags for the user of the OpenFeature context if it names one', async () => {
    const app = await start(ShopModule);
    expect(await app.json('/search?for=bob', { user: 'ada' })).toBe(false);
    expect(await app.json('/search?for=ada', { user: 'bob' })).toBe(true);
  });

  it('applies kill switches of operators and the overrides of a request', async () => {
    const app = await start(ShopModule);
    const token = createOverrideToken({ premium_search: true }, { secret: SECRET, audience: 'e2e', expiresIn: '1h' });
    const headers = { 'feature-flag-token': token };
    expect(await app.json('/search', { user: 'bob', headers })).toBe(true);
    expect(await app.json('/search', { user: 'bob' })).toBe(false);
    await app.flags.disable('premium_search', { actor: 'ops' });
    expect(await app.json('/search', { user: 'ada' })).toBe(false);
  });
});
