import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, UseGuards, type Type } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { Query, Resolver } from '@nestjs/graphql';
import { MessagePattern, Transport } from '@nestjs/microservices';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { FeatureFlag, FeatureFlagsModule, FlagEnabled, FlagGuard, RequireFlag } from '../../lib/index.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { apps, shop } from '../e2e/module/apps.js';

const { boot } = apps();

const flags = (logger = new RecordingLogger()) =>
  FeatureFlagsModule.forRoot({ initialFlags: { premium: true }, logger });

@Injectable()
class PriceService {
  @RequireFlag('premium')
  margin(): string {
    return 'secret';
  }
}

class SpecialPrices extends PriceService {}

@Resolver()
class PriceResolver {
  @Query()
  @UseGuards(FlagGuard('premium'))
  margin(): string {
    return 'secret';
  }

  @Query()
  beta(@FlagEnabled('premium') beta: boolean): boolean {
    return beta;
  }
}

const refusal = (provider: object) =>
  boot(shop({ imports: [flags()], providers: [provider as never] })).then(
    () => 'it booted',
    (error: unknown) => error,
  );

describe('An object with gated methods that Nest did not create', () => {
  it.each([
    ['new', () => new PriceService()],
    ['new, of a subclass', () => new SpecialPrices()],
    ['Object.create', () => Object.create(PriceService.prototype) as PriceService],
  ])('throws on the first call if it is not a provider (%s), whatever the flag', (_how, create) => {
    expect(() => create().margin()).toThrow(expect.objectContaining({ code: 'NOT_RUNNING' }));
  });

  it('throws when its method is called without it', async () => {
    const app = await boot(shop({ imports: [flags()], providers: [PriceService] }));
    const margin: unknown = Reflect.get(app.get(PriceService), 'margin');
    expect(() => Reflect.apply(margin as () => string, undefined, [])).toThrow(
      expect.objectContaining({ code: 'NOT_RUNNING' }),
    );
  });

  it('stops the boot when it is a resolver, whose guards and flag parameters Nest would omit', async () => {
    const error = await refusal({ provide: PriceResolver, useFactory: () => new PriceResolver() });
    expect(error).toMatchObject({
      code: 'GATE_NEVER_CALLED',
      gates: [{ place: 'PriceResolver.margin' }, { place: 'PriceResolver.beta', gate: 'a flag parameter' }],
    });
    expect(String(error)).toContain('Nest did not create its object');
  });
});

describe('An object that Nest did not create, with a guard on a method that is not a handler', () => {
  it('stops the boot and is the first thing to change in the message', async () => {
    class StockService {
      @UseGuards(FlagGuard('premium'))
      reserve() {}
    }
    const error = await refusal({ provide: 'STOCK', useValue: new StockService() });
    expect(error).toMatchObject({ code: 'GATE_NEVER_CALLED', gates: [{ place: 'StockService.reserve' }] });
    expect(String(error)).toContain('Nest did not create its object');
  });
});

describe('@FeatureFlag in a place where Nest creates no object', () => {
  it('cannot be declared on a static method', () => {
    expect(() => {
      class Prices {
        currency = 'EUR';
        @FeatureFlag('premium', { fallback: () => 0 })
        static margin() {
          return 40;
        }
      }
      return Prices;
    }).toThrow(expect.objectContaining({ code: 'INVALID_GATE', message: expect.stringContaining('Prices.margin') }));
  });

  it('cannot be declared on an accessor or a property', () => {
    expect(() => {
      class Prices {
        @RequireFlag('premium')
        get margin() {
          return 40;
        }
      }
      return Prices;
    }).toThrow(expect.objectContaining({ code: 'INVALID_GATE', message: expect.stringContaining('Prices.margin') }));
    expect(() => {
      class Prices {
        @(RequireFlag('premium') as PropertyDecorator)
        margin = () => 40;
      }
      return Prices;
    }).toThrow(expect.objectContaining({ code: 'INVALID_GATE' }));
  });
});

describe('A gate that covers only part of its target causes a warning at boot', () => {
  it('on a gateway, when Nest calls handleConnection without it', async () => {
    @WebSocketGateway()
    @UseGuards(FlagGuard('premium'))
    class ChatGateway {
      handleConnection() {}
      @SubscribeMessage('hello')
      hello() {}
    }
    @WebSocketGateway()
    @UseGuards(FlagGuard('premium'))
    class GatedGateway {
      @FeatureFlag('premium', { fallback: () => {} })
      handleConnection() {}
      @SubscribeMessage('hello')
      hello() {}
    }
    const logger = new RecordingLogger();
    await boot(shop({ imports: [flags(logger)], providers: [ChatGateway, GatedGateway] }));
    expect(logger.warnings).toEqual([expect.stringContaining('Nest calls ChatGateway.handleConnection without it')]);
  });

  describe('globally, in an application with a microservice, which may not inherit it,', () => {
    @Controller()
    class OrderController {
      @Get()
      list() {}
      @MessagePattern('total')
      total(_order: unknown) {}
      @MessagePattern('gated')
      @UseGuards(FlagGuard('premium'))
      gated(_order: unknown) {}
    }

    async function warnings(guard: Type | undefined, connect: boolean): Promise<string[]> {
      const logger = new RecordingLogger();
      @Module({
        imports: [flags(logger)],
        controllers: [OrderController],
        providers: guard === undefined ? [] : [{ provide: APP_GUARD, useClass: guard }],
      })
      class ShopModule {}
      const app = await NestFactory.create(ShopModule, { logger: false, abortOnError: false });
      if (connect) app.connectMicroservice({ transport: Transport.TCP, options: { port: 0 } });
      await app.init();
      await app.close();
      return logger.warnings;
    }

    it('names the gate, the option, and the handlers without a gate of their own', async () => {
      const [warning, ...others] = await warnings(FlagGuard('premium'), true);
      expect(others).toStrictEqual([]);
      expect(warning).toMatch(/FlagGuard\("premium"\).*inheritAppConfig: true.*: OrderController\.total\. /);
    });

    it('without any warning if there is no microservice or no global gate', async () => {
      expect(await warnings(FlagGuard('premium'), false)).toStrictEqual([]);
      expect(await warnings(undefined, true)).toStrictEqual([]);
    });
  });
});
