import { describe, expect, it } from '@jest/globals';
import { UseGuards, type DynamicModule } from '@nestjs/common';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { FeatureFlagsModule, FlagEnabled, FlagGuard, FlagManager } from '../../../lib/index.js';
import { createOverrideToken } from '../../../lib/tokens/create-override-token.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from '../module/apps.js';

const secret = 'a-secret-of-the-shop-for-its-tests';
const token = createOverrideToken({ new_checkout: true }, { secret, audience: 'shop' });
const typeDefs = 'type Query { checkout: String, parameter: Boolean, service: Boolean }';

@Resolver()
class ShopResolver {
  constructor(private readonly flags: FlagManager) {}

  @Query()
  @UseGuards(FlagGuard('new_checkout'))
  checkout() {
    return 'new';
  }

  @Query()
  parameter(@FlagEnabled('new_checkout') enabled: boolean) {
    return enabled;
  }

  @Query()
  async service() {
    await new Promise((resolve) => setImmediate(resolve));
    return this.flags.isEnabled('new_checkout', { userId: 'ada' });
  }
}

const graphql: Readonly<Record<string, () => DynamicModule>> = {
  Express: () => GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, typeDefs, graphiql: false }),
  Fastify: () => GraphQLModule.forRoot<MercuriusDriverConfig>({ driver: MercuriusDriver, typeDefs }),
};

describe.each(adapters)('Request overrides of GraphQL on $name', (adapter) => {
  const start = httpApps(adapter);

  it('hold for every resolver of the operation that carries the token', async () => {
    const requestOverrides = { secrets: secret, audience: 'shop', flags: ['new_checkout'] };
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: false }, requestOverrides });
    const driver = graphql[adapter.name]?.();
    if (driver === undefined) throw new Error(`no driver of GraphQL for ${adapter.name}`);
    const app = await start(shop({ imports: [flags, driver], providers: [ShopResolver] }));
    const body = JSON.stringify({ query: '{ checkout parameter service }' });
    const ask = async (given: Record<string, string>) => {
      const headers = { 'content-type': 'application/json', ...given };
      const answer = await app.json('/graphql', { method: 'POST', headers, body });
      return (answer as { readonly data: unknown }).data;
    };
    expect(await ask({})).toEqual({ checkout: null, parameter: false, service: false });
    expect(await ask({ 'feature-flag-token': token })).toEqual({ checkout: 'new', parameter: true, service: true });
  });
});
