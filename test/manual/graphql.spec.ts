import { describe, expect, it } from '@jest/globals';
import { Module, type Type } from '@nestjs/common';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { apps } from '../e2e/module/apps.js';
import { adapters, httpApps } from '../support/http-app.js';
import { AppModule as ApolloModule } from './recipes/graphql/apollo.module.js';
import { AppModule as MercuriusModule } from './recipes/graphql/mercurius.module.js';
import { ProductResolver } from './recipes/graphql/product.resolver.js';

const [express, fastify] = adapters;
if (express === undefined || fastify === undefined) throw new Error('an adapter is missing');
const drivers: readonly { name: string; adapter: typeof express; root: Type }[] = [
  { name: 'Apollo', adapter: express, root: ApolloModule },
  { name: 'Mercurius', adapter: fastify, root: MercuriusModule },
];

describe.each(drivers)('The GraphQL page with $name', ({ adapter, root }) => {
  const start = httpApps(adapter);

  async function shop() {
    const app = await start(root);
    return async (query: string, user: string) =>
      JSON.parse(await app.post('/graphql', { query }, { user })) as {
        data: unknown;
        errors?: { message: string; path: unknown; extensions: { code: string } }[];
      };
  }

  it('lets users with the flag in', async () => {
    const ask = await shop();
    expect(await ask('{ product { name margin isNew } recommendations { name } layout }', 'ada')).toEqual({
      data: {
        product: { name: 'lamp', margin: 4.5, isNew: true },
        recommendations: [{ name: 'shade' }],
        layout: 'grid',
      },
    });
    expect(await ask('mutation { reserve }', 'ada')).toEqual({ data: { reserve: true } });
  });

  it('answers null and an error for each denied field, and leaves all others alone', async () => {
    const ask = await shop();
    const { data, errors = [] } = await ask('{ product { name margin isNew } recommendations { name } layout }', 'bob');
    expect(data).toEqual({
      product: { name: 'lamp', margin: null, isNew: false },
      recommendations: null,
      layout: 'list',
    });
    expect(errors.map(({ message, path, extensions: { code } }) => ({ message, path, code }))).toEqual(
      expect.arrayContaining([
        { message: 'Not Found', path: ['product', 'margin'], code: 'FEATURE_FLAG_DISABLED' },
        { message: 'Not Found', path: ['recommendations'], code: 'FEATURE_FLAG_DISABLED' },
      ]),
    );
    expect(errors).toHaveLength(2);
  });

  it('denies a mutation in the same way', async () => {
    const ask = await shop();
    expect(await ask('mutation { reserve }', 'bob')).toMatchObject({
      data: { reserve: null },
      errors: [{ message: 'Not Found', path: ['reserve'], extensions: { code: 'FEATURE_FLAG_DISABLED' } }],
    });
  });
});

describe('A GraphQL application without fieldResolverEnhancers', () => {
  const { boot } = apps();

  it('does not start, because the gate on a field would never be called', async () => {
    @Module({
      imports: [
        FeatureFlagsModule.forRoot({ initialFlags: { premium_tier: true } }),
        GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true }),
      ],
      providers: [ProductResolver],
    })
    class Root {}
    await expect(boot(Root)).rejects.toMatchObject({
      code: 'GATE_NEVER_CALLED',
      message: expect.stringContaining('ProductResolver.margin'),
    });
  });
});
