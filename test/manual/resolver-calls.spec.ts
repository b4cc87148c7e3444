import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Sse,
  UseGuards,
  UseInterceptors,
  type ExecutionContext,
  type MessageEvent,
} from '@nestjs/common';
import { map, of, type Observable } from 'rxjs';
import request from 'supertest';
import {
  CurrentFlagContext,
  FeatureFlagsModule,
  FlagContexts,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  type FlagContext,
} from '../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../lib/nest/feature-flags.options.js';
import { apps, shop } from '../e2e/module/apps.js';
import { executionOf } from '../unit/nest/execution.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';
import { signIn } from './sign-in.guard.js';

const { serve } = apps();
const logger = { log: () => {}, warn: () => {}, error: () => {} };

interface Request {
  user?: string;
}

@Controller()
class ShopController {
  constructor(private readonly flags: FlagManager) {}

  @Get('plain')
  @UseGuards(signIn({ user: 'ada' }))
  plain(): string {
    return 'plain';
  }

  @Get('guards')
  @UseGuards(signIn({ user: 'ada' }), FlagGuard('shop'), FlagGuard('shop'), FlagGuard('shop'))
  guards(): string {
    return 'guards';
  }

  @Get('switch')
  @UseGuards(signIn({ user: 'ada' }), FlagGuard('shop'), signIn({ user: 'bob' }), FlagGuard('shop'))
  switch(): string {
    return 'switch';
  }

  @Get('handler')
  @UseGuards(signIn({ user: 'ada' }))
  @UseInterceptors(FlagInterceptor('shop'))
  handler(@FlagEnabled('shop') _shop: boolean, @CurrentFlagContext() _context: FlagContext): boolean[] {
    return this.#askThrice();
  }

  @Get('nobody')
  nobody(): boolean[] {
    return this.#askThrice();
  }

  @Get('parameters')
  parameters(
    @FlagEnabled('shop') one: boolean,
    @FlagEnabled('shop') two: boolean,
    @FlagEnabled('shop') three: boolean,
  ): boolean[] {
    return [one, two, three];
  }

  @Sse('events')
  @UseGuards(signIn({ user: 'ada' }))
  events(): Observable<MessageEvent> {
    return of(1, 2, 3).pipe(map(() => ({ data: String(this.flags.isEnabled('shop')) })));
  }

  #askThrice(): boolean[] {
    return [this.flags.isEnabled('shop'), this.flags.isEnabled('shop'), this.flags.isEnabled('shop')];
  }
}

type Resolver = Exclude<FeatureFlagsModuleExtras['contextResolver'], undefined>;
type Scenario = (resolver: Resolver) => Promise<void>;

interface Situation {
  readonly run: Scenario;
  readonly isAsync?: boolean;
  readonly fails?: boolean;
}

const get =
  (path: string, extras: FeatureFlagsModuleExtras = {}): Scenario =>
  async (contextResolver) => {
    const imports = [FeatureFlagsModule.forRoot({ initialFlags: { shop: true }, logger, contextResolver, ...extras })];
    const app = await serve(shop({ imports, controllers: [ShopController] }));
    const { status } = await request(app.getHttpServer()).get(path);
    expect(status).toBe(200);
  };

/** For calls that need no application: each is asked for by a guard, and by an interceptor where there is a handler. */
const calls =
  (...executions: readonly [ExecutionContext, ...('guard' | 'interceptor')[]][]): Scenario =>
  async (resolver) => {
    const contexts = new FlagContexts(resolver as never, { onError: 'closed', timeout: '2s', logger });
    for (const [execution, ...phases] of executions) for (const phase of phases) await contexts.of(execution, phase);
  };

const client = { user: 'ada' };
const graphql = (variableValues: object) => executionOf('graphql', {}, {}, { req: client }, { variableValues });
const [operation, first, second] = [{}, {}, {}];

const situations: Readonly<Record<string, Situation>> = {
  'a route without gates': { run: get('/plain') },
  'a route without gates, with ambientContext: false': { run: get('/plain', { ambientContext: false }) },
  'three guards that evaluate a flag, then the handler': { run: get('/guards') },
  'two guards that evaluate a flag, with a sign-in of another user between them, and the handler': {
    run: get('/switch'),
  },
  'an interceptor, two parameters and three services that evaluate a flag': { run: get('/handler') },
  'three services that evaluate a flag, without a user, with a synchronous resolver': { run: get('/nobody') },
  'three services that evaluate a flag, without a user, with an asynchronous resolver': {
    run: get('/nobody'),
    isAsync: true,
  },
  'three parameters while the resolver fails': { run: get('/parameters'), fails: true },
  'a stream of server-sent events that evaluates a flag for each of three events': { run: get('/events') },
  'two messages on one socket, each with a guard and a handler': {
    run: calls(
      [executionOf('ws', client, 'one'), 'guard', 'interceptor'],
      [executionOf('ws', client, 'two'), 'guard', 'interceptor'],
    ),
  },
  'two messages of a microservice, each with a guard and a handler': {
    run: calls(
      [executionOf('rpc', 'one', client), 'guard', 'interceptor'],
      [executionOf('rpc', 'two', client), 'guard', 'interceptor'],
    ),
  },
  'one GraphQL operation with three queries, each with a guard and a handler': {
    run: calls(
      [graphql(operation), 'guard', 'interceptor'],
      [graphql(operation), 'guard', 'interceptor'],
      [graphql(operation), 'guard', 'interceptor'],
    ),
  },
  'two events of a GraphQL subscription, each with two guarded fields': {
    run: calls(
      [graphql(first), 'guard'],
      [graphql(first), 'guard'],
      [graphql(second), 'guard'],
      [graphql(second), 'guard'],
    ),
  },
};

async function callsIn({ run, isAsync = false, fails = false }: Situation, hasKey: boolean): Promise<number> {
  let count = 0;
  const read = ({ user }: Request): FlagContext | undefined => {
    count++;
    if (fails) throw new Error('away');
    return user === undefined ? undefined : { userId: user };
  };
  const resolve = isAsync ? async (asked: Request) => await Promise.resolve(read(asked)) : read;
  await run({ resolve, ...(hasKey ? { cacheKey: ({ user }: Request) => user } : {}) });
  return count;
}

describe('The table of calls of a resolver', () => {
  const rows = tableRows(page('docs/guide/context.md').text, 'Situation');

  it('lists the situations that are counted here', () => {
    expect(rows.map(([situation]) => situation)).toEqual(Object.keys(situations));
  });

  it.each(rows)('is correct for %s', async (situation = '', ...columns) => {
    const counted = situations[situation];
    if (counted === undefined) throw new Error('not counted');
    expect([await callsIn(counted, false), await callsIn(counted, true)]).toEqual(columns.map(Number));
  });
});
