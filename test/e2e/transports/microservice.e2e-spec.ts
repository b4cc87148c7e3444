import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
  type INestMicroservice,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  Payload,
  RpcException,
  Transport,
  type ClientProxy,
  type TcpContext,
  type TcpClientOptions,
  type TcpOptions,
} from '@nestjs/microservices';
import { defer, firstValueFrom, lastValueFrom, toArray, type Observable } from 'rxjs';
import request from 'supertest';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import type { FlagEvaluation } from '../../../lib/engine/flag-evaluation.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { FlagContextInterceptor } from '../../../lib/nest/context/flag-context.interceptor.js';
import { FeatureFlag, RequireFlag } from '../../../lib/nest/decorators/feature-flag.decorator.js';
import {
  CurrentFlagContext,
  FlagDetails,
  FlagEnabled,
  FlagValue,
  FlagVariant,
} from '../../../lib/nest/decorators/flag-parameters.decorator.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { FlagDisabledHandler } from '../../../lib/nest/denials/flag-disabled.handler.js';
import { FlagGuard } from '../../../lib/nest/gates/flag.guard.js';
import { FlagInterceptor } from '../../../lib/nest/gates/flag.interceptor.js';
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
  readonly notified: string[] = [];

  constructor(private readonly flags: FlagManager) {}

  async discount(): Promise<string> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.flags.isEnabled('premium_tier') ? 'discount' : 'full price';
  }
}

@Controller()
@UseGuards(DemoAuth)
class OrderController {
  constructor(private readonly prices: PriceService) {}

  @MessagePattern('premium')
  @UseGuards(FlagGuard('premium_tier'))
  premium() {
    return 'welcome';
  }

  @MessagePattern('intercepted')
  @UseInterceptors(FlagInterceptor('premium_tier'))
  intercepted() {
    return 'welcome';
  }

  @MessagePattern('fallback')
  @UseInterceptors(FlagInterceptor('premium_tier', { fallback: 'plain' }))
  fallback() {
    return 'fancy';
  }

  @MessagePattern('answers')
  answers(
    @FlagEnabled('premium_tier') enabled: boolean,
    @FlagVariant('theme', 'classic') variant: string,
    @FlagValue('page_size', 10) value: number,
    @FlagDetails('premium_tier') { reason }: FlagEvaluation,
    @CurrentFlagContext() { userId }: FlagContext,
    @Payload() { user }: Order,
  ) {
    return { enabled, variant, value, reason, userId, sender: user.id };
  }

  @MessagePattern('alone')
  async alone() {
    return await this.prices.discount();
  }

  @MessagePattern('ambient')
  @UseInterceptors(FlagContextInterceptor)
  async ambient() {
    return await this.prices.discount();
  }

  @MessagePattern('stream')
  @UseInterceptors(FlagContextInterceptor)
  stream(): Observable<string> {
    return defer(() => this.prices.discount());
  }

  @MessagePattern('featured')
  @UseInterceptors(FlagContextInterceptor)
  @FeatureFlag('premium_tier', { fallback: 'plain' })
  featured(@Payload() { user }: Order) {
    return `fancy for ${user.id}`;
  }
  plain({ user }: Order) {
    return `plain for ${user.id}`;
  }

  @MessagePattern('required')
  @UseInterceptors(FlagContextInterceptor)
  @RequireFlag('premium_tier')
  required() {
    return 'welcome';
  }

  @EventPattern('notify')
  @UseGuards(FlagGuard('premium_tier'))
  notify(@Payload() { user }: Order) {
    this.prices.notified.push(user.id);
  }

  @MessagePattern('notified')
  notified() {
    return this.prices.notified;
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
  readonly emit: (pattern: string, user: Order['user']) => Promise<unknown>;
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
    emit: (pattern, user) => lastValueFrom(client.emit(pattern, { user }).pipe(toArray())),
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

const ada = { id: 'ada', plan: 'gold' };
const bob = { id: 'bob', plan: 'free' };
const denied = { status: 'error', message: 'Not Found', code: 'FEATURE_FLAG_DISABLED' };

describe('Gates of microservices', () => {
  it('gate a message by the user that a guard has put on the RPC context', async () => {
    const { ask } = await microservice();
    expect(await ask('premium', ada)).toBe('welcome');
    await expect(ask('premium', bob)).rejects.toEqual(denied);
  });

  it.each(['premium', 'intercepted'])(
    'deny "%s" by an RpcException, and the connection stays open',
    async (pattern) => {
      const { ask } = await microservice();
      await expect(ask(pattern, bob)).rejects.toEqual(denied);
      expect(await ask(pattern, ada)).toBe('welcome');
    },
  );

  it('do not handle an event whose gate is closed', async () => {
    const { ask, emit } = await microservice();
    await emit('notify', bob);
    await emit('notify', ada);
    expect(await ask('notified')).toEqual(['ada']);
  });

  it('answer with the fallback of a FlagInterceptor', async () => {
    const { ask } = await microservice();
    expect(await ask('fallback', ada)).toBe('fancy');
    expect(await ask('fallback', bob)).toBe('plain');
  });

  it('fill parameters with their answers, beside the payload', async () => {
    const { ask } = await microservice();
    expect(await ask('answers', ada)).toEqual({
      enabled: true,
      variant: 'classic',
      value: 10,
      reason: 'attribute_match',
      userId: 'ada',
      sender: 'ada',
    });
    expect(await ask('answers', bob)).toMatchObject({ enabled: false, reason: 'attribute_mismatch', userId: 'bob' });
  });

  it('provide the user to services, streams and method decorators', async () => {
    const { ask } = await microservice();
    expect(await ask('ambient', ada)).toBe('discount');
    expect(await ask('stream', ada)).toBe('discount');
    expect(await ask('alone', ada)).toBe('discount');
    expect(await ask('featured', ada)).toBe('fancy for ada');
    expect(await ask('featured', bob)).toBe('plain for bob');
  });

  it('deny by RequireFlag with the same exception as by a guard', async () => {
    const { ask } = await microservice();
    await expect(ask('required', bob)).rejects.toEqual(denied);
    expect(await ask('required', ada)).toBe('welcome');
  });

  it('keep concurrent messages on one connection apart', async () => {
    const { ask } = await microservice();
    const users = Array.from({ length: 200 }, (_, index) => ({ id: `u${index}`, plan: index % 2 ? 'gold' : 'free' }));
    const answers = await Promise.all(users.map((user) => Promise.all([ask('ambient', user), ask('answers', user)])));
    expect(answers).toEqual(
      users.map(({ id, plan }) => [
        plan === 'gold' ? 'discount' : 'full price',
        expect.objectContaining({ userId: id, enabled: plan === 'gold' }),
      ]),
    );
  });

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

  it.each(['premium', 'answers', 'ambient'])(
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

  it('makes the context of messages ambient by FlagContextInterceptor, even with a custom contextResolver', async () => {
    const { ask } = await hybrid({ contextResolver: senderOf });
    expect(await ask('ambient', ada)).toBe('discount');
    expect(await ask('ambient', bob)).toBe('full price');
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
