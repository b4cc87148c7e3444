import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseInterceptors } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import {
  FeatureFlag,
  FeatureFlagDisabledError,
  FeatureFlagsModule,
  FlagContextInterceptor,
  RequireFlag,
  type FlagContext,
} from '../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../lib/nest/feature-flags.options.js';
import { apps, shop } from '../e2e/module/apps.js';
import { socketClients } from '../e2e/transports/support/socket-client.js';
import { adapters, httpApps } from '../support/http-app.js';
import { RecordingLogger } from '../support/recording-logger.js';

const initialFlags = { banned: { type: 'user_list', users: ['eve'] }, on: true } as const;

class Lazy {
  get userId(): string {
    return 'eve';
  }
}

const unusable: readonly [string, () => unknown][] = [
  ['text', () => 'eve'],
  ['a number', () => 7],
  ['null', () => null],
  ['a list', () => ['eve']],
  ['a map', () => new Map([['userId', 'eve']])],
  ['a promise', async () => await Promise.resolve({ userId: 'eve' })],
  ['a promise that is rejected', async () => await Promise.reject(new Error('eve'))],
  ['an object with another name for the user', () => ({ id: 'eve' })],
  ['an object with a misspelled name for the user', () => ({ userID: 'eve' })],
  ['a userId that is an object', () => ({ userId: { id: 'eve' } })],
  ['a userId that is a list', () => ({ userId: ['eve'] })],
  ['a userId that is a promise', () => ({ userId: Promise.resolve('eve') })],
  ['a userId of ill-formed text', () => ({ userId: '\ud800' })],
  ['a userId of 2,000 characters', () => ({ userId: 'x'.repeat(2000) })],
  ['userAttributes that are text', () => ({ userId: 'bob', userAttributes: 'x' })],
  ['a timestamp that is text', () => ({ userId: 'bob', timestamp: '2026-01-01' })],
];

function started(context: () => unknown, logger = new RecordingLogger()) {
  @Injectable()
  class Shop {
    @RequireFlag({ not: 'banned' }, { context: context as () => FlagContext })
    required(): string {
      return 'open';
    }

    @FeatureFlag({ not: 'banned' }, { context: context as () => FlagContext, fallback: () => 'closed' })
    chosen(): string {
      return 'open';
    }
  }
  const module = shop({ imports: [FeatureFlagsModule.forRoot({ initialFlags, logger })], providers: [Shop] });
  return { module, Shop, logger };
}

const { boot, serve } = apps();

describe('The "context" option of a method decorator', () => {
  it.each(unusable)('closes a gate on "not" when it returns %s', async (_, context) => {
    const { module, Shop, logger } = started(context);
    const service = (await boot(module)).get(Shop);
    expect(() => service.required()).toThrow(FeatureFlagDisabledError);
    expect(service.chosen()).toBe('closed');
    expect(service.chosen()).toBe('closed');
    expect(logger.errors.filter((line) => line.includes('Shop.chosen'))).toHaveLength(1);
    expect(logger.lines.join('\n')).not.toMatch(/\beve\b|xxx/);
  });

  it.each([
    ['a user who is listed', () => ({ userId: 'eve' }), 'closed'],
    ['a user who is not listed', () => ({ userId: 'bob' }), 'open'],
    ['a context whose class has a getter for the user', () => new Lazy(), 'closed'],
    ['nobody in particular', () => ({}), 'open'],
    ['the current user, outside requests', () => undefined, 'open'],
  ])('decides for %s', async (_, context, answer) => {
    const { module, Shop, logger } = started(context);
    expect((await boot(module)).get(Shop).chosen()).toBe(answer);
    expect(logger.errors).toStrictEqual([]);
  });
});

@Injectable()
class Account {
  @FeatureFlag({ not: 'banned' }, { fallback: () => 'closed' })
  ofRequest(): string {
    return 'open';
  }

  @FeatureFlag({ not: 'banned' }, { context: (userId: string) => ({ userId }), fallback: () => 'closed' })
  of(_userId: string): string {
    return 'open';
  }

  @FeatureFlag('on', { context: () => ({}), fallback: () => 'closed' })
  ofNobody(): string {
    return 'open';
  }
}

@Controller()
class AccountController {
  constructor(private readonly account: Account) {}

  @Get('service')
  service(): string[] {
    return [this.account.ofRequest(), this.account.of('eve'), this.account.of('bob'), this.account.ofNobody()];
  }

  @Get('chosen')
  @FeatureFlag({ not: 'banned' }, { fallback: () => 'closed' })
  chosen(): string {
    return 'open';
  }

  @Get('required')
  @RequireFlag({ not: 'banned' })
  required(): string {
    return 'open';
  }

  @Get('entered')
  @UseInterceptors(FlagContextInterceptor)
  entered(): string {
    return this.account.ofRequest();
  }
}

describe.each(adapters)('With ambientContext: false on $name, a gate on a method', (adapter) => {
  const start = httpApps(adapter);
  const startShop = async (userId: string, extras: FeatureFlagsModuleExtras = {}) => {
    const logger = new RecordingLogger();
    const contextResolver = () => ({ userId });
    const options = { initialFlags, logger, contextResolver, ambientContext: false, ...extras };
    const imports = [FeatureFlagsModule.forRoot(options)];
    return { app: await start(shop({ imports, providers: [Account], controllers: [AccountController] })), logger };
  };

  it.each([['eve'], ['bob']])('is closed if it has no "context" option, and reports it once (%s)', async (user) => {
    const { app, logger } = await startShop(user);
    for (let i = 0; i < 2; i++) {
      expect(await app.json('/service')).toEqual(['closed', 'closed', 'open', 'open']);
      expect(await app.text('/chosen')).toBe('closed');
      expect(await app.status('/required')).toBe(404);
    }
    const lines = logger.errors.filter((line) => line.includes('Account.ofRequest'));
    expect(lines).toEqual([
      expect.stringContaining('"ambientContext" is false. Set the "context" option of the decorator'),
    ]);
  });

  it.each([
    ['eve', 'closed'],
    ['bob', 'open'],
  ])('decides for the user if FlagContextInterceptor is bound (%s)', async (user, answer) => {
    const { app } = await startShop(user);
    expect(await app.text('/entered')).toBe(answer);
  });
});

@WebSocketGateway()
class ShopGateway {
  @SubscribeMessage('buy')
  @FeatureFlag({ not: 'banned' }, { fallback: () => ({ event: 'buy', data: 'closed' }) })
  above(): unknown {
    return { event: 'buy', data: 'open' };
  }

  @FeatureFlag({ not: 'banned' }, { fallback: () => ({ event: 'sell', data: 'closed' }) })
  @SubscribeMessage('sell')
  below(): unknown {
    return { event: 'sell', data: 'open' };
  }
}

describe('A gate on a message handler', () => {
  const connect = socketClients();
  it.each([
    ['eve', 'closed'],
    ['bob', 'open'],
  ])('decides for the user of the client (%s)', async (userId, answer) => {
    const imports = [FeatureFlagsModule.forRoot({ initialFlags, contextResolver: () => ({ userId }) })];
    const app = await serve(shop({ imports, providers: [ShopGateway] }), (nest) =>
      nest.useWebSocketAdapter(new WsAdapter(nest)),
    );
    await app.listen(0, '127.0.0.1');
    const client = await connect(app);
    for (const event of ['buy', 'sell']) expect(await client.ask(event)).toEqual({ event, data: answer });
  });
});
