import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  Scope,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
  type ModuleMetadata,
  type NestMiddleware,
  type Type,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import {
  AbstractFlagGuard,
  CurrentFlagContext,
  FeatureFlagsModule,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  type FeatureFlagsConfig,
  type FlagRequirement,
} from '../../lib/index.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { apps, shop } from '../e2e/module/apps.js';

const { boot } = apps();

async function bootWith(metadata: ModuleMetadata, config: FeatureFlagsConfig = {}): Promise<RecordingLogger> {
  const logger = new RecordingLogger();
  const flags = FeatureFlagsModule.forRoot({ initialFlags: { premium: false }, logger, ...config });
  await boot(shop({ ...metadata, imports: [flags, ...(metadata.imports ?? [])] }));
  return logger;
}

/** What the boot of an application with these parts rejects with. */
async function refusal(metadata: ModuleMetadata, config?: FeatureFlagsConfig): Promise<unknown> {
  return await bootWith(metadata, config).then(
    () => 'it booted',
    (error: unknown) => error,
  );
}

function neverCalled(...places: string[]) {
  return expect.objectContaining({
    code: 'GATE_NEVER_CALLED',
    gates: places.map((place) => expect.objectContaining({ place })),
  });
}

function invalid(text: string) {
  return expect.objectContaining({ code: 'INVALID_GATE', message: expect.stringContaining(text) });
}

class PremiumGuard extends AbstractFlagGuard {
  protected override requirement(_context: ExecutionContext): FlagRequirement {
    return 'premium';
  }
}

@Injectable()
class PriceService {
  @UseGuards(FlagGuard('premium'))
  margin(): string {
    return 'secret';
  }
}

describe('A gate on a plain provider, which Nest never calls, stops the boot', () => {
  it('with a message that names class, method, gate and remedy', async () => {
    const error = await refusal({ providers: [PriceService] });
    expect(error).toEqual(neverCalled('PriceService.margin'));
    expect(String(error)).toMatch(/FlagGuard\("premium"\) on PriceService\.margin: .*@RequireFlag/);
  });

  it('even with the module disabled, because such a gate would be open', async () => {
    expect(await refusal({ providers: [PriceService] }, { enabled: false })).toEqual(
      neverCalled('PriceService.margin'),
    );
  });

  it('with a message that lists all places at once', async () => {
    @Injectable()
    @UseGuards(FlagGuard('premium'))
    class StockService {
      list() {}
      @UseInterceptors(FlagInterceptor('premium', { fallback: [] }))
      count() {}
    }
    expect(await refusal({ providers: [PriceService, StockService] })).toEqual(
      neverCalled('PriceService.margin', 'StockService', 'StockService.count'),
    );
  });

  it.each([
    ['a guard of the application that extends AbstractFlagGuard', PremiumGuard],
    ['a guard that extends FlagGuard(…)', class GoldGuard extends FlagGuard('premium') {}],
  ])('for %s', async (_what, guard: Type<CanActivate>) => {
    @Injectable()
    class StockService {
      @UseGuards(guard)
      count() {}
    }
    const error = await refusal({ providers: [StockService] });
    expect(error).toEqual(neverCalled('StockService.count'));
    expect(String(error)).toContain(`${guard.name} on StockService.count`);
  });

  it('for inherited methods and classes', async () => {
    @UseGuards(FlagGuard('premium'))
    abstract class GatedService {}
    @Injectable()
    class SpecialPrices extends PriceService {}
    @Injectable()
    class Stock extends GatedService {}
    expect(await refusal({ providers: [SpecialPrices, Stock] })).toEqual(neverCalled('SpecialPrices.margin', 'Stock'));
  });

  it('for a request-scoped provider', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class BasketService {
      @UseGuards(FlagGuard('premium'))
      add() {}
    }
    expect(await refusal({ providers: [BasketService] })).toEqual(neverCalled('BasketService.add'));
  });

  it('for a module, whose controllers it does not reach', async () => {
    @Module({})
    @UseGuards(FlagGuard('premium'))
    class PremiumModule {}
    expect(await refusal({ imports: [PremiumModule] })).toEqual(neverCalled('PremiumModule'));
  });

  it('for guards, interceptors and middleware that are gated themselves', async () => {
    @Injectable()
    @UseGuards(FlagGuard('premium'))
    class AuditGuard implements CanActivate {
      canActivate() {
        return true;
      }
    }
    @Controller()
    class ShopController {
      @Get()
      @UseGuards(AuditGuard)
      list() {}
    }
    expect(await refusal({ controllers: [ShopController] })).toEqual(neverCalled('AuditGuard'));
  });

  it('for middleware', async () => {
    @Injectable()
    class AuditMiddleware implements NestMiddleware {
      @UseGuards(FlagGuard('premium'))
      use(_request: unknown, _response: unknown, next: () => void) {
        next();
      }
    }
    @Module({ imports: [FeatureFlagsModule.forRoot({ initialFlags: { premium: false } })] })
    class ShopModule {
      configure(consumer: { apply(type: Type): { forRoutes(path: string): void } }) {
        consumer.apply(AuditMiddleware).forRoutes('orders');
      }
    }
    const app = await NestFactory.create(ShopModule, { logger: false, abortOnError: false });
    await expect(app.init()).rejects.toEqual(neverCalled('AuditMiddleware.use'));
    await app.close();
  });

  it('except for a handler that a library calls through Nest, once "externalHandlers" names it', async () => {
    const externalHandlers = (_handler: unknown, host: Type) => host === PriceService;
    await expect(bootWith({ providers: [PriceService] }, { externalHandlers })).resolves.toBeDefined();
  });
});

describe('A gate on a method that is not a handler stops the boot', () => {
  it('on a controller', async () => {
    @Controller()
    class OrderController {
      @Get()
      list() {}
      @UseGuards(FlagGuard('premium'))
      total() {}
      @UseInterceptors(FlagInterceptor('premium'))
      onModuleInit() {}
    }
    expect(await refusal({ controllers: [OrderController] })).toEqual(
      neverCalled('OrderController.total', 'OrderController.onModuleInit'),
    );
  });

  it('on a gateway, connection hooks included', async () => {
    @WebSocketGateway()
    class ChatGateway {
      @UseGuards(FlagGuard('premium'))
      handleConnection() {}
      @SubscribeMessage('hello')
      @UseGuards(FlagGuard('premium'))
      hello() {}
    }
    expect(await refusal({ providers: [ChatGateway] })).toEqual(neverCalled('ChatGateway.handleConnection'));
  });

  it('on a gateway that only sends, where no message is ever gated', async () => {
    @WebSocketGateway()
    @UseGuards(FlagGuard('premium'))
    class TickerGateway {
      handleConnection() {}
    }
    expect(await refusal({ providers: [TickerGateway] })).toEqual(neverCalled('TickerGateway'));
  });

  it('except on routes, messages and events, whatever the class', async () => {
    @Controller()
    @UseGuards(FlagGuard('premium'))
    class OrderController {
      @Get()
      @UseInterceptors(FlagInterceptor('premium'))
      list(@FlagEnabled('premium') _premium: boolean) {}
      @MessagePattern('total')
      @UseGuards(FlagGuard('premium'))
      total(_order: unknown) {}
      @EventPattern('placed')
      @UseGuards(PremiumGuard)
      placed(_order: unknown) {}
      helper() {}
    }
    @WebSocketGateway()
    @UseGuards(FlagGuard('premium'))
    class ChatGateway {
      @SubscribeMessage('hello')
      @UseInterceptors(FlagInterceptor('premium'))
      hello(@CurrentFlagContext() _context: unknown) {}
    }
    const logger = await bootWith({ controllers: [OrderController], providers: [ChatGateway, OrderController] });
    expect(logger.lines).toStrictEqual([]);
  });
});

describe('A flag parameter that Nest never fills stops the boot', () => {
  it('on a method that is not a handler, where it would be whatever the caller passes', async () => {
    @Injectable()
    class SearchService {
      search(@FlagEnabled('premium') premium: boolean) {
        return premium;
      }
      whose(@CurrentFlagContext() context: unknown) {
        return context;
      }
    }
    expect(await refusal({ providers: [SearchService] })).toEqual(
      neverCalled('SearchService.search', 'SearchService.whose'),
    );
  });

  it.each([
    [
      'a constructor',
      () => {
        class SearchService {
          constructor(@FlagEnabled('premium') readonly premium: boolean) {}
        }
        return SearchService;
      },
    ],
    [
      'a static method',
      () => {
        class SearchService {
          name = 'search';
          static search(@FlagEnabled('premium') premium: boolean) {
            return premium;
          }
        }
        return SearchService;
      },
    ],
  ])('unless its declaration is rejected already, on %s', (_where, declare) => {
    expect(declare).toThrow(expect.objectContaining({ code: 'INVALID_GATE' }));
    expect(declare).toThrow(/SearchService/);
  });
});

describe('An invalid gate stops the boot', () => {
  it('as @UseGuards(FlagGuard) without a call, in every scope', async () => {
    @Controller({ scope: Scope.REQUEST })
    class OrderController {
      @Get()
      @UseGuards(FlagGuard)
      list() {}
    }
    @Controller()
    @UseGuards(FlagGuard)
    class StockController {}
    expect(await refusal({ controllers: [OrderController] })).toEqual(
      invalid("FlagGuard must be called: write FlagGuard('my_flag') (on OrderController.list)"),
    );
    expect(await refusal({ controllers: [StockController] })).toEqual(invalid('(on StockController)'));
    expect(await refusal({ providers: [{ provide: APP_GUARD, useClass: FlagGuard as unknown as Type }] })).toEqual(
      invalid("FlagGuard must be called: write FlagGuard('my_flag') (among the global guards"),
    );
  });

  it('as @UseInterceptors(FlagInterceptor) without a call', async () => {
    @Controller()
    class OrderController {
      @Get()
      @UseInterceptors(FlagInterceptor)
      list() {}
    }
    expect(await refusal({ controllers: [OrderController] })).toEqual(
      invalid("FlagInterceptor must be called: write FlagInterceptor('my_flag') (on OrderController.list)"),
    );
  });

  it('as a guard without a requirement', async () => {
    class LaunchGuard extends AbstractFlagGuard {}
    for (const guard of [AbstractFlagGuard, LaunchGuard]) {
      @Controller()
      class OrderController {
        @Get()
        @UseGuards(guard)
        list() {}
      }
      expect(await refusal({ controllers: [OrderController] })).toEqual(invalid(`${guard.name} has no requirement`));
    }
  });

  it('as an instance instead of a class, which has no flags to evaluate', async () => {
    @Controller()
    class OrderController {
      @Get()
      @UseGuards(new PremiumGuard())
      list() {}
    }
    expect(await refusal({ controllers: [OrderController] })).toEqual(invalid('PremiumGuard was not created by Nest'));
    expect(await refusal({ providers: [{ provide: APP_GUARD, useFactory: () => new PremiumGuard() }] })).toEqual(
      invalid('PremiumGuard was not created by Nest'),
    );
  });

  it.each([FlagGuard('premium'), PremiumGuard])(
    'as a class given to app.useGlobalGuards(), which takes instances',
    async (guard) => {
      const root = shop({ imports: [FeatureFlagsModule.forRoot({ initialFlags: { premium: false } })] });
      const app = await NestFactory.create(root, { logger: false, abortOnError: false });
      const boots = async () => await app.useGlobalGuards(guard as unknown as CanActivate).init();
      await expect(boots()).rejects.toThrow();
      await app.close();
    },
  );

  it('on a static method and on a property', async () => {
    const onProperty = UseGuards(FlagGuard('premium')) as PropertyDecorator;
    @Injectable()
    class OrderService {
      @UseGuards(FlagGuard('premium'))
      static total() {}
      @onProperty
      readonly list = () => [];
    }
    const error = await refusal({ providers: [OrderService] });
    expect(error).toEqual(invalid('on the static method OrderService.total'));
    expect(error).toEqual(invalid('on a property or parameter of OrderService'));
  });
});
