import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  HttpException,
  HttpStatus,
  Injectable,
  UseGuards,
  type ExecutionContext,
  type CanActivate,
  type Type,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AbstractFlagGuard, FlagGuard, type FlagDefinitions, type FlagRequirement } from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';
import type { ShopRequest } from './support/sign-in.guard.js';

const flags: FlagDefinitions = {
  search: true,
  search_v2: true,
  search_freeze: false,
  gift_cards: false,
  premium: { type: 'user_attribute', attributes: { plan: 'gold' } },
  early_access: { type: 'user_list', users: ['ada'] },
  theme: { type: 'variant', variants: [{ name: 'modern', weight: 1 }] },
};

describe.each(adapters)('FlagGuard on $name', (adapter) => {
  const start = httpApps(adapter);

  const startGuarded = (...requirements: readonly [FlagRequirement, ...FlagRequirement[]]) => {
    @Controller()
    class CatalogueController {
      @Get('items')
      @UseGuards(FlagGuard(...requirements))
      list(): string {
        return 'items';
      }
    }
    return start(shop({ flags, controllers: [CatalogueController] }));
  };

  it.each<[string, FlagRequirement]>([
    ['a flag that is on', 'search'],
    ['any of which one is on', { any: ['gift_cards', 'search'] }],
    ['all that are on', { all: ['search', 'search_v2'] }],
    ['not of a flag that is off', { not: 'search_freeze' }],
    ['the variant that is served', { flag: 'theme', variant: 'modern' }],
    ['a list with the variant that is served', { flag: 'theme', variant: ['classic', 'modern'] }],
    ['requirements nested in one another', { any: ['gift_cards', { all: ['search', { not: 'search_freeze' }] }] }],
  ])('admits a call by %s', async (_which, requirement) => {
    const app = await startGuarded(requirement);
    expect(await app.ask('/items', { user: 'ada' })).toMatchObject({ status: 200, text: 'items' });
  });

  it.each<[string, FlagRequirement]>([
    ['a flag that is off', 'gift_cards'],
    ['a flag that nobody defines', 'typo'],
    ['not of a flag that nobody defines', { not: 'typo' }],
    ['not of a flag that is on', { not: 'search' }],
    ['any of which none is on', { any: ['gift_cards', 'search_freeze'] }],
    ['all of which one is off', { all: ['search', 'gift_cards'] }],
    ['another variant than the one that is served', { flag: 'theme', variant: 'classic' }],
    ['a list without the variant that is served', { flag: 'theme', variant: ['classic', 'bold'] }],
    ['a variant of a flag that nobody defines', { flag: 'typo', variant: 'modern' }],
    ['a nested requirement that does not hold', { all: ['search', { any: ['gift_cards', { not: 'search_v2' }] }] }],
  ])('denies a call by %s', async (_which, requirement) => {
    const app = await startGuarded(requirement);
    expect(await app.status('/items', { user: 'ada' })).toBe(404);
  });

  it('requires all of several requirements', async () => {
    const app = await startGuarded('search', 'premium', 'early_access');
    expect(await app.status('/items', { user: 'ada', plan: 'gold' })).toBe(200);
    expect(await app.status('/items', { user: 'ada', plan: 'free' })).toBe(404);
    expect(await app.status('/items', { user: 'bob', plan: 'gold' })).toBe(404);
  });

  it('decides for the user of each request', async () => {
    const app = await startGuarded('early_access');
    expect(await app.status('/items', { user: 'ada' })).toBe(200);
    expect(await app.status('/items', { user: 'bob' })).toBe(404);
    expect(await app.status('/items')).toBe(404);
  });

  it('gates every route of its controller', async () => {
    @Controller('premium')
    @UseGuards(FlagGuard('premium'))
    class PremiumController {
      @Get('offers')
      offers(): string {
        return 'offers';
      }

      @Get('support')
      support(): string {
        return 'support';
      }
    }
    const app = await start(shop({ flags, controllers: [PremiumController] }));
    for (const path of ['/premium/offers', '/premium/support']) {
      expect(await app.status(path, { user: 'ada', plan: 'gold' })).toBe(200);
      expect(await app.status(path, { user: 'ada', plan: 'free' })).toBe(404);
    }
  });

  it('requires both the flag of a class and that of its method', async () => {
    @Controller('premium')
    @UseGuards(FlagGuard('premium'))
    class PremiumController {
      @Get('preview')
      @UseGuards(FlagGuard('early_access'))
      preview(): string {
        return 'preview';
      }
    }
    const app = await start(shop({ flags, controllers: [PremiumController] }));
    expect(await app.status('/premium/preview', { user: 'ada', plan: 'gold' })).toBe(200);
    expect(await app.status('/premium/preview', { user: 'ada', plan: 'free' })).toBe(404);
    expect(await app.status('/premium/preview', { user: 'bob', plan: 'gold' })).toBe(404);
  });

  it('requires both flags when it is applied twice to one method', async () => {
    @Controller()
    class PreviewController {
      @Get('preview')
      @UseGuards(FlagGuard('premium'))
      @UseGuards(FlagGuard('early_access'))
      preview(): string {
        return 'preview';
      }
    }
    const app = await start(shop({ flags, controllers: [PreviewController] }));
    expect(await app.status('/preview', { user: 'ada', plan: 'gold' })).toBe(200);
    expect(await app.status('/preview', { user: 'ada', plan: 'free' })).toBe(404);
    expect(await app.status('/preview', { user: 'bob', plan: 'gold' })).toBe(404);
  });

  it('gates the whole application as APP_GUARD', async () => {
    @Controller()
    class CatalogueController {
      @Get('items')
      list(): string {
        return 'items';
      }
    }
    const providers = [{ provide: APP_GUARD, useClass: FlagGuard('early_access') }];
    const app = await start(shop({ flags, providers, controllers: [CatalogueController] }));
    expect(await app.status('/items', { user: 'ada' })).toBe(200);
    expect(await app.status('/items', { user: 'bob' })).toBe(404);
  });

  it('gates the whole application as a global guard that Nest created', async () => {
    const Guard = FlagGuard('early_access');
    @Controller()
    class CatalogueController {
      @Get('items')
      list(): string {
        return 'items';
      }
    }
    const app = await start(shop({ flags, providers: [Guard], controllers: [CatalogueController] }), (nest) => {
      nest.useGlobalGuards(nest.get(Guard));
    });
    expect(await app.status('/items')).toBe(404); // runs before the shop's own guard signs anybody in
    await app.flags.enable('early_access');
    expect(await app.status('/items')).toBe(200);
  });

  it('waits for a resolver that is asynchronous', async () => {
    @Controller()
    class PreviewController {
      @Get('preview')
      @UseGuards(FlagGuard('early_access'))
      preview(): string {
        return 'preview';
      }
    }
    const options = {
      contextResolver: async ({ user }: ShopRequest) => await Promise.resolve({ userId: user?.id }),
    };
    const app = await start(shop({ flags, options, controllers: [PreviewController] }));
    expect(await app.status('/preview', { user: 'ada' })).toBe(200);
    expect(await app.status('/preview', { user: 'bob' })).toBe(404);
  });

  it('lets a subclass choose the requirement by the route', async () => {
    @Injectable()
    class HandlerNameGuard extends AbstractFlagGuard {
      protected override requirement(context: ExecutionContext): FlagRequirement {
        return context.getHandler().name;
      }
    }
    @Controller()
    @UseGuards(HandlerNameGuard)
    class CatalogueController {
      @Get('find')
      search(): string {
        return 'found';
      }

      @Get('gifts')
      gift_cards(): string {
        return 'gifts';
      }
    }
    const app = await start(shop({ flags, controllers: [CatalogueController] }));
    expect(await app.status('/find')).toBe(200);
    expect(await app.status('/gifts')).toBe(404);
  });

  /** What the staff and a customer receive from a route behind this guard. */
  async function statusOfGifts(Guard: Type<CanActivate>): Promise<{ staff: number; ada: number }> {
    @Controller()
    class GiftController {
      @Get('gifts')
      @UseGuards(Guard)
      list(): string {
        return 'gifts';
      }
    }
    const app = await start(shop({ flags, controllers: [GiftController] }));
    return {
      staff: await app.status('/gifts', { user: 'staff' }),
      ada: await app.status('/gifts', { user: 'ada' }),
    };
  }

  it('lets a subclass admit chosen requests', async () => {
    @Injectable()
    class StaffPassesGuard extends AbstractFlagGuard {
      protected override requirement(): FlagRequirement {
        return 'gift_cards';
      }

      protected override holds(context: ExecutionContext): boolean | Promise<boolean> {
        const { user } = context.switchToHttp().getRequest<{ readonly user?: { readonly id: string } }>();
        return user?.id === 'staff' || super.holds(context);
      }
    }
    expect(await statusOfGifts(StaffPassesGuard)).toEqual({ staff: 200, ada: 404 });
  });

  it('can be extended when it gates by fixed flags', async () => {
    @Injectable()
    class GiftGuard extends FlagGuard('gift_cards') {
      protected override holds(context: ExecutionContext): boolean | Promise<boolean> {
        const { user } = context.switchToHttp().getRequest<{ readonly user?: { readonly id: string } }>();
        return user?.id === 'staff' || super.holds(context);
      }
    }
    expect(await statusOfGifts(GiftGuard)).toEqual({ staff: 200, ada: 404 });
  });

  it('answers with what a subclass denies calls with', async () => {
    @Injectable()
    class PaywallGuard extends AbstractFlagGuard {
      protected override requirement(): FlagRequirement {
        return 'premium';
      }

      protected override deny(): never {
        throw new HttpException('Upgrade to gold', HttpStatus.PAYMENT_REQUIRED);
      }
    }
    @Controller()
    class PremiumController {
      @Get('premium')
      @UseGuards(PaywallGuard)
      offers(): string {
        return 'offers';
      }
    }
    const app = await start(shop({ flags, controllers: [PremiumController] }));
    expect(await app.ask('/premium', { user: 'ada' })).toMatchObject({
      status: 402,
      text: '{"statusCode":402,"message":"Upgrade to gold"}',
    });
  });

  it('runs no handler after a subclass has sent its own response', async () => {
    let calls = 0;
    @Injectable()
    class ComingSoonGuard extends AbstractFlagGuard {
      protected override requirement(): FlagRequirement {
        return 'premium';
      }

      protected override deny(context: ExecutionContext) {
        return context.switchToHttp().getResponse().status(503).send({ message: 'Coming soon' });
      }
    }
    @Controller()
    class PremiumController {
      @Get('premium')
      @UseGuards(ComingSoonGuard)
      offers(): string {
        calls++;
        return 'offers';
      }
    }
    const app = await start(shop({ flags, controllers: [PremiumController] }));
    expect(await app.ask('/premium', { user: 'ada' })).toMatchObject({
      status: 503,
      text: '{"message":"Coming soon"}',
    });
    expect(calls).toBe(0);
  });
});
