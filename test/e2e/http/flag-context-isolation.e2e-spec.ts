import { Agent, request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  Headers,
  Injectable,
  Post,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import {
  CurrentFlagContext,
  FeatureFlag,
  FlagContexts,
  FlagEnabled,
  FlagGuard,
  FlagManager,
  type FlagContext,
  type FlagDefinitions,
  type FlagRequest,
} from '../../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';
import { turns } from './support/turns.js';

const REQUESTS = 300;

/** Every third user is on the list; `user-0`, `user-3`, ... */
const early = (index: number) => index % 3 === 0;
const names = Array.from({ length: REQUESTS }, (_, index) => `user-${index}`);

const flags: FlagDefinitions = {
  always: true,
  early_access: { type: 'user_list', users: names.filter((_name, index) => early(index)) },
};

const someTurns = () => turns(Math.floor(Math.random() * 6));

@Injectable()
class Whoami {
  constructor(
    private readonly contexts: FlagContexts,
    private readonly manager: FlagManager,
  ) {}

  async name(): Promise<string | undefined> {
    const before = this.contexts.ambient()?.userId;
    await someTurns();
    const after = this.contexts.ambient()?.userId;
    return before === after ? after : `${before} and ${after}`;
  }

  async isEarly(): Promise<boolean> {
    await someTurns();
    return this.manager.isEnabled('early_access');
  }

  @FeatureFlag('early_access', { fallback: 'usual' })
  async gated(): Promise<string> {
    return await someTurns().then(() => 'early');
  }

  async usual(): Promise<string> {
    return await someTurns().then(() => 'usual');
  }
}

/** Notes on the request what a service saw while guards ran. */
@Injectable()
class SeeingGuard implements CanActivate {
  constructor(private readonly whoami: Whoami) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    await someTurns();
    request.headers['x-seen'] = (await this.whoami.name()) ?? 'nobody';
    return true;
  }
}

@Controller()
@UseGuards(FlagGuard('always'), SeeingGuard)
class WhoamiController {
  constructor(private readonly whoami: Whoami) {}

  @Get('whoami')
  async get(
    @Headers('x-seen') guard: string,
    @CurrentFlagContext() context: FlagContext,
    @FlagEnabled('early_access') parameter: boolean,
  ): Promise<unknown> {
    await someTurns();
    const [service, isEarly, gated] = await Promise.all([
      this.whoami.name(),
      this.whoami.isEarly(),
      this.whoami.gated(),
    ]);
    return { guard, parameter, context: context.userId, service, isEarly, gated };
  }

  @Post('whoami')
  async post(
    @Headers('x-seen') guard: string,
    @CurrentFlagContext() context: FlagContext,
    @FlagEnabled('early_access') parameter: boolean,
    @Body() body: { readonly name: string },
  ): Promise<unknown> {
    return { body: body.name, ...((await this.get(guard, context, parameter)) as object) };
  }

  @Get('preview')
  @UseGuards(FlagGuard('early_access'))
  preview(): string {
    return 'preview';
  }
}

const parts = { flags, providers: [Whoami], controllers: [WhoamiController] };

const resolvers: [string, FeatureFlagsModuleExtras][] = [
  ['the default resolver', {}],
  [
    'an asynchronous resolver with a cacheKey',
    {
      contextResolver: {
        resolve: async ({ user }: FlagRequest) => {
          await someTurns();
          return { userId: (user as { id: string } | undefined)?.id };
        },
        cacheKey: ({ user }: FlagRequest) => (user as { id: string } | undefined)?.id,
      },
    },
  ],
];

describe.each(adapters)('Concurrent requests on $name', (adapter) => {
  const start = httpApps(adapter);

  it.each(resolvers)('never see the user of another request, with %s', async (_which, options) => {
    const app = await start(shop({ ...parts, options }));
    const answers = await Promise.all(
      names.map((user, index) =>
        index % 2 === 0
          ? app.json('/whoami', { user })
          : app.post('/whoami', { name: user }, { user }).then((text) => JSON.parse(text) as unknown),
      ),
    );
    expect(answers).toEqual(
      names.map((name, index) => ({
        ...(index % 2 === 0 ? {} : { body: name }),
        guard: name,
        parameter: early(index),
        context: name,
        service: name,
        isEarly: early(index),
        gated: early(index) ? 'early' : 'usual',
      })),
    );
  });

  it('are admitted by a gate for their own users only', async () => {
    const app = await start(shop(parts));
    const statuses = await Promise.all(names.map((user) => app.status('/preview', { user })));
    expect(statuses).toEqual(names.map((_name, index) => (early(index) ? 200 : 404)));
  });

  it('leave no user to later requests on the same connection', async () => {
    const seenBefore: unknown[] = [];
    const app = await start(shop(parts), (nest) => {
      nest.use((_request: unknown, _response: unknown, next: () => void) => {
        seenBefore.push(nest.get(FlagContexts).ambient()?.userId);
        next();
      });
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (headers: Record<string, string>) => {
      const request = httpRequest(`${app.url}/whoami`, { agent, headers });
      request.end();
      const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
      const { service } = JSON.parse(await textOf(response)) as { readonly service?: string };
      return [service, request.reusedSocket];
    };
    expect(await ask({ 'x-user-id': 'ada' })).toEqual(['ada', false]);
    expect(await ask({})).toEqual([undefined, true]);
    expect(await ask({ 'x-user-id': 'bob' })).toEqual(['bob', true]);
    expect(seenBefore).toEqual([undefined, undefined, undefined]);
    agent.destroy();
  });
});
