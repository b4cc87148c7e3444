import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type INestMicroservice,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  MessagePattern,
  Payload,
  RpcException,
  Transport,
  type ClientProxy,
  type TcpContext,
  type TcpClientOptions,
  type TcpOptions,
} from '@nestjs/microservices';
import { defer, firstValueFrom, type Observable } from 'rxjs';
import request from 'supertest';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { RequireFlag } from '../../../lib/nest/decorators/feature-flag.decorator.js';
import { CurrentFlagContext, FlagEnabled } from '../../../lib/nest/decorators/flag-parameters.decorator.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { FlagDisabledHandler } from '../../../lib/nest/denials/flag-disabled.handler.js';
import { FlagGuard } from '../../../lib/nest/gates/flag.guard.js';
import { freePort } from '../../support/free-port.js';
import { delivers, PolledProvider } from '../../unit/manager/fake-providers.js';
import { apps, shop } from '../module/apps.js';

const { serve } = apps();

const initialFlags = { premium_tier: { type: 'user_attribute', attributes: { plan: 'gold' } } } as const;

interface Order {
  readonly user: { readonly id: string; readonly plan: string };
}

/** A fake authentication guard that puts the sender of the message on the RPC context. */
@Injectable()
class DemoAuth implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const rpc = context.switchToRpc();
    if (context.getType() === 'rpc') rpc.getContext<{ user?: unknown }>().user = rpc.getData<Order>().user;
    return true;
  }
}

@Injectable()
class PriceService {
  constructor(private readonly flags: FlagManager) {}

  async discount(): Promise<string> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.flags.isEnabled('premium_tier') ? 'discount' : 'full price';
  }

  @RequireFlag('premium_tier')
  secret(): string {
    return 'secret price';
  }
}

/** A guard that calls a gated service, before the transport is known to it. */
@Injectable()
class SecretGuard implements CanActivate {
  constructor(private readonly prices: PriceService) {}

  canActivate(): boolean {
    return this.prices.secret() !== '';
  }
}

const senderIn = ({ user }: Order): FlagContext => ({ userId: user.id, userAttributes: { plan: user.plan } });

@Controller()
@UseGuards(DemoAuth)
class OrderController {
  constructor(private readonly prices: PriceService) {}

  @MessagePattern('premium')
  @UseGuards(FlagGuard('premium_tier'))
  premium() {
    return 'welcome';
  }

  @MessagePattern('answers')
  answers(@FlagEnabled('premium_tier') enabled: boolean, @CurrentFlagContext() { userId }: FlagContext) {
    return { enabled, userId };
  }

  @MessagePattern('alone')
  async alone() {
    return await this.prices.discount();
  }

  @MessagePattern('stream')
  stream(): Observable<string> {
    return defer(() => this.prices.discount());
  }

  @MessagePattern('gatedService')
  gatedService() {
    return this.prices.secret();
  }

  @MessagePattern('explicit')
  @RequireFlag('premium_tier', { context: senderIn })
  explicit(@Payload() { user }: Order) {
    return user.id;
  }

  @MessagePattern('guardedByService')
  @UseGuards(SecretGuard)
  guardedByService() {
    return 'welcome';
  }

  @Get('premium')
  @UseGuards(FlagGuard('premium_tier'))
  page() {
    return 'page';
  }
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

interface Shop {
  readonly ask: (pattern: string, user?: Order['user']) => Promise<unknown>;
  readonly service: Pick<INestMicroservice, 'get'>;
}

type Options = FeatureFlagsConfig & FeatureFlagsModuleExtras;

function rootWith(options: Options): Type {
  const flags = FeatureFlagsModule.forRoot({ initialFlags, ...options });
  return shop({ imports: [flags], controllers: [OrderController], providers: [PriceService] });
}

async function tcp(): Promise<{ readonly transport: Transport.TCP; readonly options: { host: string; port: number } }> {
  return { transport: Transport.TCP, options: { host: '127.0.0.1', port: await freePort() } };
}

function clientOf(options: TcpClientOptions, service: Shop['service']): Shop {
  const client: ClientProxy = ClientProxyFactory.create(options);
  open.unshift(client);
  return {
    ask: (pattern, user = ada) => firstValueFrom(client.send<unknown>(pattern, { user })),
    service,
  };
}

async function microservice(options: Options = {}): Promise<Shop> {
  const transport = await tcp();
  const service = await NestFactory.createMicroservice<TcpOptions>(rootWith(options), {
    ...transport,
    logger: false,
    abortOnError: false,
  });
  open.push(service);
  await service.listen();
  return clientOf(transport, service);
}

async function hybrid(options: Options = {}) {
  const transport = await tcp();
  const app = await serve(rootWith(options), (made) =>
    made.connectMicroservice(transport, { inheritAppConfig: false }),
  );
  await app.startAllMicroservices();
  return { ...clientOf(transport, app), page: () => request(app.getHttpServer()).get('/premium') };
}

const senderOf = async ({ user }: { readonly user?: Order['user'] }): Promise<FlagContext> =>
  user === undefined ? {} : { userId: user.id, userAttributes: { plan: user.plan } };

const senderOfMessage = (_context: object, execution?: ExecutionContext) =>
  execution === undefined ? undefined : senderIn(execution.switchToRpc().getData<Order>());

const ada = { id: 'ada', plan: 'gold' };
const bob = { id: 'bob', plan: 'free' };
const denied = { status: 'error', message: 'Not Found', code: 'FEATURE_FLAG_DISABLED' };

describe('Gates of microservices', () => {
  it('pass the RPC context to a custom contextResolver, once for each message, and provide the result to services', async () => {
    const asked: string[] = [];
    const contextResolver = async (context: TcpContext & { readonly user?: Order['user'] }): Promise<FlagContext> => {
      asked.push(context.getPattern());
      await new Promise((resolve) => setImmediate(resolve));
      return { userId: `tcp-${context.user?.id}`, userAttributes: { plan: context.user?.plan } };
    };
    const { ask } = await microservice({ contextResolver });
    expect(await ask('answers', ada)).toMatchObject({ enabled: true, userId: 'tcp-ada' });
    expect(await ask('alone', ada)).toBe('discount');
    expect(await ask('alone', bob)).toBe('full price');
    expect(asked).toEqual(['answers', 'alone', 'alone']);
  });

  it('pass the payload of a message to a contextResolver', async () => {
    const { ask } = await microservice({ contextResolver: senderOfMessage });
    expect(await ask('premium', ada)).toBe('welcome');
    await expect(ask('premium', bob)).rejects.toEqual(denied);
    expect([await ask('alone', ada), await ask('alone', bob)]).toEqual(['discount', 'full price']);
  });

  it('provide the user to a stream', async () => {
    const { ask } = await microservice();
    expect([await ask('stream', ada), await ask('stream', bob)]).toEqual(['discount', 'full price']);
  });

  it.each(['explicit', 'gatedService'])(
    'deny "%s" by the error of the transport, although ambientContext is false',
    async (pattern) => {
      await expect((await microservice({ ambientContext: false })).ask(pattern, bob)).rejects.toEqual(denied);
    },
  );

  it('deny by the error of the transport, although a guard has called the gate', async () => {
    await expect((await microservice()).ask('guardedByService', bob)).rejects.toEqual(denied);
  });

  it.each(['premium', 'answers', 'alone'])(
    'with cacheTtl: 0 read definitions again before each "%s"',
    async (pattern) => {
      const remote = new PolledProvider(delivers({ premium_tier: true }));
      const { ask } = await microservice({ initialFlags: {}, providers: [remote], cacheTtl: 0 });
      const outcome = () => ask(pattern, bob).catch((error: unknown) => error);
      const before = await outcome();
      expect(await outcome()).toEqual(before);
      remote.answer = delivers({ premium_tier: false });
      expect(await outcome()).not.toEqual(before);
    },
  );

  it('deny by the error of a disabledHandler', async () => {
    class UpgradeHandler extends FlagDisabledHandler {
      handle(flags: readonly string[], context?: ExecutionContext): Error {
        return new RpcException({ code: 'UPGRADE', over: context?.getType(), flags: flags.length });
      }
    }
    const { ask } = await microservice({ disabledHandler: UpgradeHandler });
    await expect(ask('premium', bob)).rejects.toEqual({ code: 'UPGRADE', over: 'rpc', flags: 1 });
    await expect(ask('gatedService', bob)).rejects.toEqual({ code: 'UPGRADE', over: 'rpc', flags: 1 });
  });

  it('are released on shutdown, which closes the providers', async () => {
    const remote = new PolledProvider(delivers({}));
    const { service } = await microservice({ providers: [remote] });
    expect(service.get(FlagManager).status().state).toBe('ready');
    await Promise.all(open.splice(0).map((each) => each.close()));
    expect(remote.closes).toBe(1);
  });
});

describe('A hybrid app', () => {
  it('answers each transport with its own error', async () => {
    const { ask, page } = await hybrid();
    expect((await page()).status).toBe(404);
    await expect(ask('premium', bob)).rejects.toEqual(denied);
    expect(await ask('premium', ada)).toBe('welcome');
  });

  it('makes the context of messages ambient, even with an asynchronous contextResolver', async () => {
    const { ask } = await hybrid({ contextResolver: senderOf });
    expect(await ask('alone', ada)).toBe('discount');
    expect(await ask('alone', bob)).toBe('full price');
  });

  it('has one set of flags for both, so that a kill switch applies to each', async () => {
    const { ask, page, service } = await hybrid({ initialFlags: { premium_tier: true } });
    expect((await page()).text).toBe('page');
    expect(await ask('premium', bob)).toBe('welcome');
    await service.get(FlagManager).disable('premium_tier');
    expect((await page()).status).toBe(404);
    await expect(ask('premium', bob)).rejects.toEqual(denied);
  });
});
