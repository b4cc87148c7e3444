import { describe, expect, it } from '@jest/globals';
import {
  Injectable,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Args, GraphQLModule, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import request from 'supertest';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import type { FlagEvaluation } from '../../../lib/engine/flag-evaluation.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import type { FlagContextResolver } from '../../../lib/nest/context/flag-context.resolver.js';
import { FeatureFlag, RequireFlag } from '../../../lib/nest/decorators/feature-flag.decorator.js';
import {
  CurrentFlagContext,
  FlagDetails,
  FlagEnabled,
  FlagValue,
  FlagVariant,
} from '../../../lib/nest/decorators/flag-parameters.decorator.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import type { FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { FlagDisabledHandler } from '../../../lib/nest/denials/flag-disabled.handler.js';
import { FlagGuard } from '../../../lib/nest/gates/flag.guard.js';
import { FlagInterceptor } from '../../../lib/nest/gates/flag.interceptor.js';
import { apps, shop } from '../module/apps.js';

const { serve } = apps();

const initialFlags = {
  catalogue: true,
  premium_tier: { type: 'user_attribute', attributes: { plan: 'gold' } },
  retired: false,
  theme: { type: 'user_attribute', attributes: { plan: 'gold' } },
} as const;

interface DemoRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  user?: { readonly id: string; readonly plan: string | undefined };
}

/** A fake authentication guard of a GraphQL app. */
@Injectable()
class DemoAuth implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { req } = context.getArgByIndex<{ readonly req: DemoRequest }>(2);
    const id = req.headers['x-user-id'];
    if (id !== undefined) req.user = { id, plan: req.headers['x-user-plan'] };
    return true;
  }
}

const typeDefs = `
  type Product { name: String!, margin: Int }
  type Answers { enabled: Boolean, variant: String, value: Int, reason: String, userId: String }
  type Query {
    catalogue: String
    premium: String
    required: String
    service: String
    intercepted: String
    fallback: String
    search(text: String!): String
    answers: Answers
    ambient: String
    product: Product
    moody: String
  }
`;

@Injectable()
class PriceService {
  constructor(private readonly flags: FlagManager) {}

  /** Asks for the current user without being told who that is. */
  async discount(): Promise<string> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.flags.isEnabled('premium_tier') ? 'discount' : 'full price';
  }

  @RequireFlag('premium_tier')
  secret(): string {
    return 'secret price';
  }
}

@Resolver('Product')
@UseGuards(DemoAuth)
class ShopResolver {
  constructor(private readonly prices: PriceService) {}

  @Query()
  catalogue() {
    return 'books';
  }

  @Query()
  @UseGuards(FlagGuard('premium_tier'))
  premium() {
    return 'welcome';
  }

  @Query()
  @RequireFlag('premium_tier')
  required() {
    return 'welcome';
  }

  @Query()
  service() {
    return this.prices.secret();
  }

  @Query()
  @UseInterceptors(FlagInterceptor('premium_tier'))
  intercepted() {
    return 'welcome';
  }

  @Query()
  @UseInterceptors(FlagInterceptor('premium_tier', { fallback: async () => 'plain' }))
  fallback() {
    return 'fancy';
  }

  @Query()
  @FeatureFlag('premium_tier', { fallback: 'plainSearch' })
  search(@Args('text') text: string) {
    return `semantic ${text}`;
  }
  plainSearch(text: string) {
    return `plain ${text}`;
  }

  @Query()
  answers(
    @FlagEnabled('premium_tier') enabled: boolean,
    @FlagVariant('theme', 'classic') variant: string,
    @FlagValue('page_size', 10) value: number,
    @FlagDetails('premium_tier') { reason }: FlagEvaluation,
    @CurrentFlagContext() { userId }: FlagContext,
  ) {
    return { enabled, variant, value, reason, userId };
  }

  @Query()
  async ambient() {
    return await this.prices.discount();
  }

  @Query()
  product() {
    return { name: 'book' };
  }

  @ResolveField()
  @UseGuards(FlagGuard('premium_tier'))
  margin(@Parent() product: { readonly name: string }) {
    return product.name.length;
  }

  @Query()
  @UseGuards(FlagGuard('premium_tier', 'retired'))
  moody() {
    return 'never';
  }
}

function graphqlShop(extras: FeatureFlagsModuleExtras = {}): Type {
  return shop({
    imports: [
      FeatureFlagsModule.forRoot({ initialFlags, ...extras }),
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        typeDefs,
        graphiql: false,
        fieldResolverEnhancers: ['guards'],
      }),
    ],
    providers: [ShopResolver, PriceService],
  });
}

interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly path: unknown; readonly extensions: object }[];
}

async function ask(app: INestApplication, query: string, user?: { id: string; plan: string }) {
  const headers = user === undefined ? {} : { 'x-user-id': user.id, 'x-user-plan': user.plan };
  const response = await request(app.getHttpServer()).post('/graphql').set(headers).send({ query });
  return { status: response.status, text: response.text, body: response.body as Answer };
}

const ada = { id: 'ada', plan: 'gold' };
const bob = { id: 'bob', plan: 'free' };

describe('The module with GraphQL', () => {
  it.each(['premium', 'required', 'service', 'intercepted'])(
    'denies "%s" by a GraphQL error with a code, which names no flag and leaves the other fields alone',
    async (field) => {
      const app = await serve(graphqlShop());
      const { status, text, body } = await ask(app, `{ catalogue ${field} }`, bob);
      expect(status).toBe(200);
      expect(body.data).toEqual({ catalogue: 'books', [field]: null });
      expect(body.errors).toEqual([
        expect.objectContaining({
          message: 'Not Found',
          path: [field],
          extensions: expect.objectContaining({ code: 'FEATURE_FLAG_DISABLED' }),
        }),
      ]);
      expect(text).not.toContain('premium_tier');
      expect((await ask(app, `{ catalogue ${field} }`, ada)).body.errors).toBeUndefined();
    },
  );

  it('answers with the fallback of FeatureFlag and of FlagInterceptor, with the same arguments', async () => {
    const app = await serve(graphqlShop());
    const query = '{ search(text: "lamp") fallback }';
    expect((await ask(app, query, ada)).body).toEqual({ data: { search: 'semantic lamp', fallback: 'fancy' } });
    expect((await ask(app, query, bob)).body).toEqual({ data: { search: 'plain lamp', fallback: 'plain' } });
  });

  it('resolves the context once for all fields, guards and parameters of a request, with a cacheKey', async () => {
    let resolved = 0;
    const resolve = async ({ headers }: DemoRequest): Promise<FlagContext> => {
      resolved++;
      await new Promise((done) => setImmediate(done));
      return { userId: headers['x-user-id'] ?? '', userAttributes: { plan: headers['x-user-plan'] } };
    };
    const contextResolver = { resolve, cacheKey: ({ headers }: DemoRequest) => headers['x-user-id'] };
    const app = await serve(graphqlShop({ contextResolver: contextResolver as FlagContextResolver }));
    const query = '{ premium intercepted ambient search(text: "lamp") answers { userId } product { margin } }';
    expect((await ask(app, query, ada)).body).toEqual({
      data: {
        premium: 'welcome',
        intercepted: 'welcome',
        ambient: 'discount',
        search: 'semantic lamp',
        answers: { userId: 'ada' },
        product: { margin: 4 },
      },
    });
    expect(resolved).toBe(1);
    await ask(app, query, bob);
    expect(resolved).toBe(2);
  });

  it('denies by the error of a disabledHandler', async () => {
    class UpgradeHandler extends FlagDisabledHandler {
      handle(flags: readonly string[], context?: ExecutionContext): Error {
        const message = `${context?.getType()}: ${flags.length} flags`;
        return new GraphQLError(message, { extensions: { code: 'UPGRADE_NEEDED' } });
      }
    }
    const app = await serve(graphqlShop({ disabledHandler: UpgradeHandler }));
    const { body } = await ask(app, '{ moody }', ada);
    expect(body.errors).toEqual([
      expect.objectContaining({
        message: 'graphql: 2 flags',
        extensions: expect.objectContaining({ code: 'UPGRADE_NEEDED' }),
      }),
    ]);
  });

  it('gates without ambient context by guards, interceptors and parameters', async () => {
    const app = await serve(graphqlShop({ ambientContext: false }));
    const query = '{ premium intercepted answers { enabled userId } ambient }';
    expect((await ask(app, query, ada)).body.data).toEqual({
      premium: 'welcome',
      intercepted: 'welcome',
      answers: { enabled: true, userId: 'ada' },
      ambient: 'full price',
    });
  });
});
