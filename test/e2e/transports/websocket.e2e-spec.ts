import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Injectable, UseGuards, type ExecutionContext, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import {
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WsException,
  type OnGatewayConnection,
} from '@nestjs/websockets';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { RequireFlag } from '../../../lib/nest/decorators/feature-flag.decorator.js';
import { CurrentFlagContext, FlagEnabled } from '../../../lib/nest/decorators/flag-parameters.decorator.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { FlagDisabledHandler } from '../../../lib/nest/denials/flag-disabled.handler.js';
import { FlagGuard } from '../../../lib/nest/gates/flag.guard.js';
import { delivers, PolledProvider } from '../../unit/manager/fake-providers.js';
import { apps, shop } from '../module/apps.js';
import { socketClients } from './support/socket-client.js';

const { serve } = apps();
const connect = socketClients();

interface DemoClient {
  user?: { readonly id: string; readonly plan: string };
}

const initialFlags = { premium_tier: { type: 'user_attribute', attributes: { plan: 'gold' } } } as const;

@Injectable()
class PriceService {
  constructor(private readonly flags: FlagManager) {}

  async discount(): Promise<string> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.flags.isEnabled('premium_tier') ? 'discount' : 'full price';
  }
}

@WebSocketGateway()
class ShopGateway implements OnGatewayConnection {
  constructor(private readonly prices: PriceService) {}

  /** Fake authentication at the handshake. */
  handleConnection(client: DemoClient, { headers }: IncomingMessage): void {
    const [id, plan] = [headers['x-user-id'], headers['x-user-plan']];
    if (typeof id === 'string' && typeof plan === 'string') client.user = { id, plan };
  }

  @SubscribeMessage('catalogue')
  catalogue() {
    return { event: 'catalogue', data: 'books' };
  }

  @SubscribeMessage('premium')
  @UseGuards(FlagGuard('premium_tier'))
  premium() {
    return { event: 'premium', data: 'welcome' };
  }

  @SubscribeMessage('answers')
  answers(
    @FlagEnabled('premium_tier') enabled: boolean,
    @CurrentFlagContext() { userId }: FlagContext,
    @MessageBody() body: unknown,
  ) {
    return { event: 'answers', data: { enabled, userId, body } };
  }

  @SubscribeMessage('alone')
  async alone() {
    return { event: 'alone', data: await this.prices.discount() };
  }

  @SubscribeMessage('explicit')
  @RequireFlag('premium_tier', { context: (client: DemoClient) => ({ userId: client.user?.id }) })
  explicit() {
    return { event: 'explicit', data: 'welcome' };
  }
}

async function listening(options: FeatureFlagsConfig & FeatureFlagsModuleExtras = {}, gateway: Type = ShopGateway) {
  const flags = FeatureFlagsModule.forRoot({ initialFlags, ...options });
  const app = await serve(shop({ imports: [flags], providers: [gateway, PriceService] }), (made) =>
    made.useWebSocketAdapter(new WsAdapter(made)),
  );
  await app.listen(0, '127.0.0.1');
  return app;
}

const planOfMessage = (_client: object, execution?: ExecutionContext): FlagContext => {
  const plan = execution?.switchToWs().getData<{ plan?: string }>().plan;
  return { userId: 'eve', userAttributes: { plan } };
};

const ada = { 'x-user-id': 'ada', 'x-user-plan': 'gold' };
const bob = { 'x-user-id': 'bob', 'x-user-plan': 'free' };
const denied = {
  event: 'exception',
  data: { status: 'error', message: 'Not Found', code: 'FEATURE_FLAG_DISABLED' },
};

describe('The module with WebSockets', () => {
  it('closes gates on open connections by a kill switch at once', async () => {
    const app = await listening();
    const client = await connect(app, ada);
    expect(await client.ask('premium')).toEqual({ event: 'premium', data: 'welcome' });
    await app.get(FlagManager).disable('premium_tier');
    expect(await client.ask('premium')).toEqual(denied);
  });

  it('recognizes a user who signs in over a connection that began anonymously', async () => {
    @WebSocketGateway()
    class SignInGateway {
      @SubscribeMessage('premium')
      @UseGuards(FlagGuard('premium_tier'))
      premium() {
        return { event: 'premium', data: 'welcome' };
      }
      @SubscribeMessage('sign-in')
      signIn(client: DemoClient) {
        client.user = { id: 'ada', plan: 'gold' };
        return { event: 'signed-in', data: 'ada' };
      }
    }
    const client = await connect(await listening({}, SignInGateway));
    expect(await client.ask('premium')).toEqual(denied);
    await client.ask('sign-in');
    expect(await client.ask('premium')).toEqual({ event: 'premium', data: 'welcome' });
  });

  it('passes the client to a contextResolver, once for each guard and handler, and provides the result to services', async () => {
    const asked: unknown[] = [];
    const contextResolver = async (client: DemoClient): Promise<FlagContext> => {
      asked.push(client.user?.id);
      await new Promise((resolve) => setImmediate(resolve));
      return { userId: `client-${client.user?.id}`, userAttributes: { plan: client.user?.plan } };
    };
    const app = await listening({ contextResolver });
    const [first, second] = [await connect(app, ada), await connect(app, bob)];
    expect(await first.ask('premium')).toEqual({ event: 'premium', data: 'welcome' });
    expect(await first.ask('answers')).toMatchObject({ data: { enabled: true, userId: 'client-ada' } });
    expect(await first.ask('alone')).toEqual({ event: 'alone', data: 'discount' });
    expect(await second.ask('alone')).toEqual({ event: 'alone', data: 'full price' });
    expect(asked).toEqual(['ada', 'ada', 'ada', 'ada', 'bob']);
  });

  it('passes the message to a contextResolver', async () => {
    const client = await connect(await listening({ contextResolver: planOfMessage }));
    expect(await client.ask('premium', { plan: 'gold' })).toEqual({ event: 'premium', data: 'welcome' });
    expect(await client.ask('alone', { plan: 'gold' })).toEqual({ event: 'alone', data: 'discount' });
    expect(await client.ask('premium', { plan: 'free' })).toEqual(denied);
  });

  it('denies by the same event if a method decorator cannot know the transport', async () => {
    const client = await connect(await listening({ ambientContext: false }), bob);
    expect(await client.ask('explicit')).toEqual(denied);
  });

  it.each(['premium', 'answers', 'alone'])(
    'with cacheTtl: 0 reads definitions again before each "%s"',
    async (event) => {
      const remote = new PolledProvider(delivers({ premium_tier: true }));
      const client = await connect(await listening({ initialFlags: {}, providers: [remote], cacheTtl: 0 }), bob);
      const open = { premium: 'welcome', answers: { enabled: true }, alone: 'discount' }[event];
      expect(await client.ask(event)).toMatchObject({ event, data: open });
      remote.answer = delivers({ premium_tier: false });
      const closed = { premium: denied, answers: { data: { enabled: false } }, alone: { data: 'full price' } }[event];
      expect(await client.ask(event)).toMatchObject(closed ?? {});
    },
  );

  it('gates every message by an APP_GUARD', async () => {
    const flags = FeatureFlagsModule.forRoot({ initialFlags });
    const guard = { provide: APP_GUARD, useClass: FlagGuard('premium_tier') };
    const app = await serve(shop({ imports: [flags], providers: [ShopGateway, PriceService, guard] }), (made) =>
      made.useWebSocketAdapter(new WsAdapter(made)),
    );
    await app.listen(0, '127.0.0.1');
    expect(await (await connect(app, bob)).ask('catalogue')).toEqual(denied);
    expect(await (await connect(app, ada)).ask('catalogue')).toEqual({ event: 'catalogue', data: 'books' });
  });

  it('denies by the error of a disabledHandler', async () => {
    class UpgradeHandler extends FlagDisabledHandler {
      handle(flags: readonly string[], context?: ExecutionContext): Error {
        return new WsException({ status: 'upgrade', over: context?.getType(), flags: flags.length });
      }
    }
    const client = await connect(await listening({ disabledHandler: UpgradeHandler }), bob);
    expect(await client.ask('premium')).toEqual({
      event: 'exception',
      data: { status: 'upgrade', over: 'ws', flags: 1 },
    });
  });
});
