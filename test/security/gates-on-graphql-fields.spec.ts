import { describe, expect, it } from '@jest/globals';
import {
  Module,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type DynamicModule,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApolloDriver, ApolloFederationDriver } from '@nestjs/apollo';
import {
  Directive,
  Field,
  GraphQLModule,
  ObjectType,
  Query,
  ResolveField,
  ResolveReference,
  Resolver,
  type GqlModuleOptions,
} from '@nestjs/graphql';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { MercuriusDriver, MercuriusFederationDriver } from '@nestjs/mercurius';
import { FeatureFlagsModule, FlagEnabled, FlagGuard, FlagInterceptor, RequireFlag } from '../../lib/index.js';
import { adapters, httpApps } from '../support/http-app.js';

const [express, fastify] = adapters as [(typeof adapters)[0], (typeof adapters)[0]];

interface Engine {
  readonly name: string;
  readonly driver: NonNullable<GqlModuleOptions['driver']>;
  readonly adapter: typeof express;
  readonly federated: boolean;
}

const engines: readonly Engine[] = [
  { name: 'Apollo', driver: ApolloDriver, adapter: express, federated: false },
  { name: 'Mercurius', driver: MercuriusDriver, adapter: fastify, federated: false },
  { name: 'Apollo Federation', driver: ApolloFederationDriver, adapter: express, federated: true },
  { name: 'Mercurius Federation', driver: MercuriusFederationDriver, adapter: fastify, federated: true },
];

type Style = 'code first' | 'schema first';

const none: MethodDecorator & ClassDecorator = () => {};
const guard = () => UseGuards(FlagGuard('premium'));
const interceptor = () => UseInterceptors(FlagInterceptor('premium', { fallback: -1 }));

interface Gates {
  readonly onClass?: ClassDecorator;
  readonly onField?: MethodDecorator;
  readonly onReference?: MethodDecorator;
}

/** A resolver of products, reached through the query of an ungated one, or by a reference. */
function resolversOf(style: Style, { onClass = none, onField = none, onReference = none }: Gates): Type[] {
  @ObjectType()
  @Directive('@key(fields: "name")')
  class Product {
    @Field()
    name!: string;
  }
  const codeFirst = style === 'code first';

  @Resolver()
  class CatalogueResolver {
    @(codeFirst ? Query(() => Product) : Query())
    product() {
      return { name: 'lamp' };
    }
  }

  @(codeFirst ? Resolver(() => Product) : Resolver('Product'))
  @onClass
  class ProductResolver {
    @(codeFirst ? ResolveField(() => Number, { nullable: true }) : ResolveField())
    @onField
    margin() {
      return 40;
    }

    @(codeFirst ? ResolveField(() => Boolean) : ResolveField())
    beta(@FlagEnabled('early') early: boolean) {
      return early;
    }

    @ResolveReference()
    @onReference
    resolveReference(reference: { readonly name: string }) {
      return { name: reference.name };
    }
  }
  return [CatalogueResolver, ProductResolver];
}

const typeDefs = `
  type Product @key(fields: "name") { name: String! margin: Float beta: Boolean! }
  type Query { product: Product! }
`;
const plainTypeDefs = typeDefs.replace(' @key(fields: "name")', '');

function graphql(engine: Engine, style: Style, options: Partial<GqlModuleOptions>, async = false): DynamicModule {
  const federatedSchema = engine.federated ? { federation: 2 as const } : true;
  const all = {
    ...(style === 'code first'
      ? { autoSchemaFile: federatedSchema, buildSchemaOptions: { noDuplicatedFields: true } }
      : { typeDefs: engine.federated ? typeDefs : plainTypeDefs }),
    ...(engine.driver === ApolloFederationDriver ? { plugins: [ApolloServerPluginInlineTraceDisabled()] } : {}), // it prints
    ...options,
  };
  const { driver } = engine;
  if (!async) return GraphQLModule.forRoot({ driver, ...all });
  return GraphQLModule.forRootAsync({ driver, useFactory: async () => await Promise.resolve(all) });
}

/** A stand-in for authentication. */
class SignIn implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const [, second, third] = context.getArgs<[unknown, ContextLike?, ContextLike?]>();
    const request = [second, third].map((each) => each?.req ?? each?.reply?.request).find((each) => each !== undefined);
    if (request?.headers['x-user-id'] !== undefined) request.user = { id: request.headers['x-user-id'] };
    return true;
  }
}
interface ContextLike {
  readonly req?: { readonly headers: Record<string, string>; user?: object };
  readonly reply?: { readonly request: { readonly headers: Record<string, string>; user?: object } };
}

const initialFlags = { premium: { type: 'user_list', users: ['ada'] }, early: true } as const;

function shopOf(graphqlModule: DynamicModule, resolvers: Type[], global?: Type): Type {
  @Module({
    imports: [FeatureFlagsModule.forRoot({ initialFlags }), graphqlModule],
    providers: [
      { provide: APP_GUARD, useClass: SignIn },
      ...(global === undefined ? [] : [{ provide: APP_GUARD, useClass: global }]),
      ...resolvers,
    ],
  })
  class ShopModule {}
  return ShopModule;
}

const neverCalled = (place: string, enhancer: string) =>
  expect.objectContaining({
    code: 'GATE_NEVER_CALLED',
    gates: [{ gate: expect.any(String), place, remedy: expect.stringContaining(`'${enhancer}'`) }],
  });

const cases = engines.flatMap((engine) =>
  (['code first', 'schema first'] as const).map((style) => ({ engine, style })),
);

describe.each(cases)(
  '$engine.name, $style, with the default fieldResolverEnhancers, does not start with',
  ({ engine, style }) => {
    const start = httpApps(engine.adapter);
    const boot = (gates: Gates, options = {}, async = false) =>
      start(shopOf(graphql(engine, style, options, async), resolversOf(style, gates)));

    it.each([false, true])('a FlagGuard on a field (options of forRootAsync: %s)', async (async) => {
      await expect(boot({ onField: guard() }, {}, async)).rejects.toEqual(
        neverCalled('ProductResolver.margin', 'guards'),
      );
    });

    it('a FlagInterceptor on a field', async () => {
      await expect(boot({ onField: interceptor() }, { fieldResolverEnhancers: ['guards'] })).rejects.toEqual(
        neverCalled('ProductResolver.margin', 'interceptors'),
      );
    });

    it('a FlagGuard on a reference', async () => {
      await expect(boot({ onReference: guard() }, { fieldResolverEnhancers: ['filters'] })).rejects.toEqual(
        neverCalled('ProductResolver.resolveReference', 'guards'),
      );
    });

    it('a gate on the class, whose fields an ungated query of another class reaches', async () => {
      await expect(boot({ onClass: guard() })).rejects.toEqual(
        neverCalled('ProductResolver (for margin, beta, resolveReference)', 'guards'),
      );
    });
  },
);

describe.each(cases)('$engine.name, $style, with enhancers for fields', ({ engine, style }) => {
  const start = httpApps(engine.adapter);
  const fieldResolverEnhancers = ['guards', 'interceptors'] as const;

  const ask = async (gates: Gates, query: string, user?: string, variables = {}) => {
    const module = graphql(engine, style, { fieldResolverEnhancers: [...fieldResolverEnhancers] }, true);
    const app = await start(shopOf(module, resolversOf(style, gates)));
    const { data } = JSON.parse(
      await app.post('/graphql', { query, variables }, user === undefined ? {} : { user }),
    ) as { data: Record<string, unknown> | null };
    return data;
  };

  it.each([
    ['a guard on the field', { onField: guard() }, null],
    ['an interceptor on the field', { onField: interceptor() }, -1],
    ['@RequireFlag on the field', { onField: RequireFlag('premium', { context: () => ({}) }) }, null],
  ])('calls %s', async (_what, gates: Gates, closed) => {
    expect(await ask(gates, '{ product { name margin beta } }', 'bob')).toEqual({
      product: { name: 'lamp', margin: closed, beta: true },
    });
  });

  it('opens the guard for its user', async () => {
    expect(await ask({ onField: guard() }, '{ product { margin } }', 'ada')).toEqual({ product: { margin: 40 } });
  });

  if (engine.federated) {
    const query = 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Product { name } } }';
    const refs = [{ __typename: 'Product', name: 'lamp' }];

    it('calls a guard on a reference for the user of the request', async () => {
      const gates = { onReference: guard() };
      expect(await ask(gates, query, 'ada', { refs })).toEqual({ _entities: [{ name: 'lamp' }] });
      expect(JSON.stringify(await ask(gates, query, 'bob', { refs }))).not.toContain('lamp');
    });
  }
});

describe.each(cases.filter(({ engine }) => engine.federated))('$engine.name, $style', ({ engine, style }) => {
  const start = httpApps(engine.adapter);

  it('does not start with a global gate that references bypass', async () => {
    const booting = start(shopOf(graphql(engine, style, {}), resolversOf(style, {}), FlagGuard('premium')));
    await expect(booting).rejects.toMatchObject({
      code: 'GATE_NEVER_CALLED',
      gates: ['margin', 'beta', 'resolveReference'].map((name) => ({
        gate: 'the global FlagGuard("premium")',
        place: `ProductResolver.${name}`,
      })),
    });
  });
});

describe('A GraphQL module that serves other modules only', () => {
  const start = httpApps(express);

  it('does not apply its fieldResolverEnhancers to a resolver that it does not serve', async () => {
    @Module({ providers: resolversOf('schema first', { onField: guard() }) })
    class CatalogueModule {}
    const [engine] = engines as [Engine];
    const served = graphql(engine, 'schema first', { include: [CatalogueModule], path: '/catalogue' });
    const other = graphql(engine, 'schema first', {
      include: [FeatureFlagsModule],
      path: '/other',
      fieldResolverEnhancers: ['guards'],
      typeDefs: 'type Query { ping: String }',
    });
    @Module({ imports: [FeatureFlagsModule.forRoot({ initialFlags }), CatalogueModule, other, served] })
    class ShopModule {}
    await expect(start(ShopModule)).rejects.toEqual(neverCalled('ProductResolver.margin', 'guards'));
  });
});
