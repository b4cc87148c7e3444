import { describe, expect, it } from '@jest/globals';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GraphQLModule, Query, ResolveField, Resolver } from '@nestjs/graphql';
import request from 'supertest';
import {
  CurrentFlagContext,
  FeatureFlagsModule,
  FlagContexts,
  FlagGuard,
  type FlagContext,
  type FlagRequest,
} from '../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../lib/nest/feature-flags.options.js';
import { turns } from '../e2e/http/support/turns.js';
import { apps, shop } from '../e2e/module/apps.js';
import { RecordingLogger } from '../support/recording-logger.js';

const { serve } = apps();

interface SignedRequest extends FlagRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  user?: { readonly name: string | undefined };
}

/** Signs in whoever the header names, by a user object of its own for each field. */
@Injectable()
class SignInGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const { req } = execution.getArgByIndex<{ readonly req: SignedRequest }>(2);
    req.user = { name: req.headers['x-user'] };
    return true;
  }
}

@Resolver('Product')
class ShopResolver {
  constructor(private readonly contexts: FlagContexts) {}

  @Query()
  @UseGuards(SignInGuard)
  parameter(@CurrentFlagContext() { userId }: FlagContext) {
    return userId;
  }

  @Query()
  @UseGuards(SignInGuard)
  async service() {
    await turns(1);
    return this.contexts.ambient()?.userId;
  }

  @Query()
  @UseGuards(SignInGuard, FlagGuard('members'))
  guarded() {
    return 'open';
  }

  @Query()
  @UseGuards(SignInGuard)
  products() {
    return [{}, {}];
  }

  /** No interceptor runs for it, as Nest has it by default. */
  @ResolveField()
  async seenBy() {
    await turns(1);
    return this.contexts.ambient()?.userId;
  }
}

const typeDefs = `
  type Product { seenBy: String }
  type Query { parameter: String, service: String, guarded: String, products: [Product!]! }
`;

const contextOf = ({ user }: SignedRequest) => (user?.name === undefined ? undefined : { userId: user.name });
const laterContextOf = async (asked: SignedRequest) => {
  await turns(2);
  return contextOf(asked);
};
const cacheKey = ({ user }: SignedRequest) => user?.name;

const resolvers = [
  ['a synchronous resolver', contextOf],
  ['an asynchronous resolver', laterContextOf],
  ['a synchronous resolver with a cacheKey', { resolve: contextOf, cacheKey }],
  ['an asynchronous resolver with a cacheKey', { resolve: laterContextOf, cacheKey }],
] as [string, FeatureFlagsModuleExtras['contextResolver']][];

const members = Array.from({ length: 60 }, (_, index) => `user-${index}`);
const isMember = (index: number) => index % 2 === 0;
const initialFlags = { members: { type: 'user_list', users: members.filter((_, index) => isMember(index)) } } as const;

const query = '{ parameter service guarded products { seenBy } }';
const answer = (user: string, index: number) => ({
  parameter: user,
  service: user,
  guarded: isMember(index) ? 'open' : null,
  products: [{ seenBy: user }, { seenBy: user }],
});

describe.each(resolvers)('A GraphQL operation with %s', (_which, contextResolver) => {
  const start = async () => {
    const logger = new RecordingLogger();
    const app = await serve(
      shop({
        imports: [
          FeatureFlagsModule.forRoot({ initialFlags, contextResolver, logger }),
          GraphQLModule.forRoot<ApolloDriverConfig>({
            driver: ApolloDriver,
            typeDefs,
            graphiql: false,
            allowBatchedHttpRequests: true,
          }),
        ],
        providers: [ShopResolver],
      }),
    );
    const ask = async (body: object, user: string): Promise<unknown> => {
      const { text } = await request(app.getHttpServer()).post('/graphql').set('x-user', user).send(body);
      return JSON.parse(text);
    };
    return { ask, logger };
  };
  it('is answered for its own user in all fields, with concurrent operations', async () => {
    const { ask, logger } = await start();
    const answers = await Promise.all(members.map(async (user) => await ask({ query }, user)));
    expect(answers).toMatchObject(members.map((user, index) => ({ data: answer(user, index) })));
    expect(logger.lines).toStrictEqual([]);
  });

  it('is answered for its own user in a batch, too', async () => {
    const { ask, logger } = await start();
    const answers = await Promise.all(members.map(async (user) => await ask([{ query }, { query }], user)));
    expect(answers).toMatchObject(
      members.map((user, index) => [{ data: answer(user, index) }, { data: answer(user, index) }]),
    );
    expect(logger.lines).toStrictEqual([]);
  });
});
