import { UseGuards, UseInterceptors, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule, Mutation, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { FeatureFlagsModule } from '../../../../lib/nest/feature-flags.module.js';
import { adapters, type Adapter } from '../../../support/http-app.js';
import { shop } from '../../module/apps.js';
import { OneEventInterceptor } from './one-event.interceptor.js';
import { DemoAuth, HANDLERS, headersOf, initialFlags, PriceService, shopHandlers } from './shop-handlers.js';
import type { Outcome, Transport, User } from './transport.js';

const fields = HANDLERS.map((name) => `${name}: String`).join(' ');

const typeDefs = `
  type Query { shop: Shop ${fields} }
  type Mutation { ${fields} }
  type Shop { ${fields} }
  type Subscription { ${fields} }
`;

@Resolver()
@UseGuards(DemoAuth)
class ShopQueries extends shopHandlers((name) => Query(name)) {
  @Query('shop')
  shop() {
    return {};
  }
}

@Resolver()
@UseGuards(DemoAuth)
class ShopMutations extends shopHandlers((name) => Mutation(name)) {}

@Resolver('Shop')
@UseGuards(DemoAuth)
class ShopFields extends shopHandlers((name) => ResolveField(name)) {}

/** A subscription with one event: the answer of the handler. */
@Resolver()
@UseInterceptors(OneEventInterceptor)
class ShopSubscriptions extends shopHandlers((name) => Subscription(name)) {}

/** Where the handlers of the table are in the schema: how to ask for one, and where its answer is. */
export interface GraphqlPlace {
  readonly query: (handler: string) => string;
  readonly path: readonly string[];
  /** @default HTTP */
  readonly over?: 'ws';
}

export const places = {
  queries: { query: (handler) => `{ ${handler} }`, path: [] },
  mutations: { query: (handler) => `mutation { ${handler} }`, path: [] },
  fields: { query: (handler) => `{ shop { ${handler} } }`, path: ['shop'] },
  subscriptions: { query: (handler) => `subscription { ${handler} }`, path: [], over: 'ws' },
  'queries over a WebSocket': { query: (handler) => `{ ${handler} }`, path: [], over: 'ws' },
  'fields over a WebSocket': { query: (handler) => `{ shop { ${handler} } }`, path: ['shop'], over: 'ws' },
} satisfies Record<string, GraphqlPlace>;

/** A fake authentication that believes the parameters of a connection. */
function signInOnConnecting({ connectionParams, extra }: { connectionParams?: unknown; extra: unknown }): void {
  if (typeof extra === 'object' && extra !== null) Object.assign(extra, { user: connectionParams });
}

export interface GraphqlDriver {
  readonly name: string;
  readonly adapter: Adapter;
  /** The GraphQL module with a schema. */
  readonly module: (typeDefs: string) => DynamicModule;
}

const fieldResolverEnhancers: ApolloDriverConfig['fieldResolverEnhancers'] = ['guards', 'interceptors'];

const [express, fastify] = adapters;
if (express === undefined || fastify === undefined) throw new Error('an adapter is missing');

export const drivers: readonly GraphqlDriver[] = [
  {
    name: 'Apollo',
    adapter: express,
    module: (schema) =>
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        graphiql: false,
        subscriptions: { 'graphql-ws': { onConnect: signInOnConnecting } },
        typeDefs: schema,
        fieldResolverEnhancers,
      }),
  },
  {
    name: 'Mercurius',
    adapter: fastify,
    module: (schema) =>
      GraphQLModule.forRoot<MercuriusDriverConfig>({
        driver: MercuriusDriver,
        subscription: { onConnect: ({ payload }: { payload?: User }) => ({ user: payload }), fullWsTransport: true },
        typeDefs: schema,
        fieldResolverEnhancers,
      }),
  },
];

export const deniedInGraphql = { message: 'Not Found', code: 'FEATURE_FLAG_DISABLED' };

/** What a client reads from the result of an operation. */
export function outcomeOf(result: unknown, path: readonly string[]): Outcome {
  const { data, errors } = result as { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };
  const [error] = errors ?? [];
  if (error !== undefined) return { denied: { message: error.message, code: error.extensions?.code } };
  return { answer: path.reduce((place, name) => (place as Readonly<Record<string, unknown>>)[name], data) };
}

interface Connection {
  readonly run: (query: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

function overHttp(url: string, user: User | undefined): Connection {
  const headers = { 'content-type': 'application/json', ...headersOf(user) };
  return {
    run: async (query) => await (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })).json(),
    close: async () => {},
  };
}

/** The first result of an operation over the protocol of graphql-ws. */
function overWebSocket(url: string, user: User | undefined): Connection {
  const client = createClient({
    url: url.replace('http:', 'ws:'),
    webSocketImpl: WebSocket,
    ...(user === undefined ? {} : { connectionParams: { ...user } }),
  });
  return {
    run: async (query) => {
      try {
        for await (const result of client.iterate({ query })) return result;
      } catch (errors) {
        return { errors }; // Mercurius refuses the subscription, Apollo sends a result with the error
      }
      throw new Error(`no result of ${query}`);
    },
    close: async () => await client.dispose(),
  };
}

export function graphqlTransport(driver: GraphqlDriver, { query, path, over }: GraphqlPlace): Transport {
  return {
    start: async (extras, logger) => {
      const resolvers: Type[] = [ShopQueries, ShopMutations, ShopFields, ShopSubscriptions];
      const root = shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags, logger, ...extras }), driver.module(typeDefs)],
        providers: [...resolvers, PriceService],
      });
      const app = await NestFactory.create(root, driver.adapter.create(), { logger, forceCloseConnections: true });
      await app.listen(0, '127.0.0.1');
      const url = `${await app.getUrl()}/graphql`;
      const connect = over === 'ws' ? overWebSocket : overHttp;
      return {
        close: () => app.close(),
        connect: async (user) => {
          const { run, close } = connect(url, user);
          return { ask: async (handler) => outcomeOf(await run(query(handler)), [...path, handler]), close };
        },
      };
    },
    denied: () => deniedInGraphql,
  };
}
