import { describe, expect, it } from '@jest/globals';
import {
  BadRequestException,
  Body,
  Controller,
  Get,
  Injectable,
  Param,
  Post,
  type ArgumentMetadata,
  type PipeTransform,
  type Type,
  ValidationPipe,
} from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import {
  CurrentFlagContext,
  FlagDetails,
  FlagEnabled,
  FlagValue,
  FlagVariant,
  type FeatureFlagsConfig,
  type FlagContext,
  type FlagDefinitions,
  type FlagEvaluation,
  type JsonValue,
} from '../../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';
import type { ShopRequest } from './support/sign-in.guard.js';

const served = (value: JsonValue) => ({ type: 'variant' as const, variants: [{ name: 'served', weight: 1, value }] });

const flags: FlagDefinitions = {
  beta_search: { type: 'user_list', users: ['ada'] },
  checkout_theme: {
    type: 'variant',
    variants: [
      { name: 'modern', weight: 1 },
      { name: 'plain', weight: 0 },
    ],
    defaultVariant: 'plain',
  },
  page_size: served(50),
  currency: served('EUR'),
  free_shipping: served(true),
  countries: served(['DE', 'FR']),
  opening: served({ from: 8, to: 20 }),
  nothing: served(null),
};

/** Nest's own pipe, with what it needs of class-transformer and class-validator. */
const validationPipe = () =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    validatorPackage: { validate: () => [] },
    transformerPackage: {
      plainToInstance: (type: Type, value: object) => Object.assign(Object.create(type.prototype as object), value),
      classToPlain: (value: object) => ({ ...value }),
    },
  });

class Cart {
  readonly total!: number;
}

@Controller()
class PageController {
  @Get('enabled')
  enabled(@FlagEnabled('beta_search') beta: boolean, @FlagEnabled('typo', true) typo: boolean): unknown {
    return { beta, typo };
  }

  @Get('variant')
  variant(
    @FlagVariant('checkout_theme', 'classic') theme: string,
    @FlagVariant('typo', 'classic') typo: string,
    @FlagVariant('beta_search') none: string | undefined,
  ): unknown {
    return { theme, typo, none: none === undefined };
  }

  @Get('values')
  values(
    @FlagValue('page_size', 10) size: number,
    @FlagValue('currency', 'USD') currency: string,
    @FlagValue('free_shipping', false) shipping: boolean,
    @FlagValue('countries', []) countries: string[],
    @FlagValue('opening', {}) opening: Readonly<Record<string, number>>,
    @FlagValue('nothing', null) nothing: null,
  ): unknown {
    return { size, currency, shipping, countries, opening, nothing };
  }

  @Get('mismatches')
  mismatches(
    @FlagValue('currency', 10) size: number,
    @FlagValue('page_size', 'USD') currency: string,
    @FlagValue('countries', { from: 9 }) opening: unknown,
    @FlagValue('typo', [1]) typo: unknown,
  ): unknown {
    return { size, currency, opening, typo };
  }

  @Get('details')
  details(@FlagDetails('beta_search') beta: FlagEvaluation, @FlagDetails('typo') typo: FlagEvaluation): unknown {
    return { beta, typo };
  }

  @Get('context')
  context(@CurrentFlagContext() context: FlagContext): unknown {
    return context;
  }

  @Post('carts/:id')
  mixed(
    @Param('id') id: number,
    @FlagEnabled('beta_search') beta: boolean,
    @Body() cart: Cart,
    @FlagVariant('checkout_theme', 'classic') theme: string,
  ): unknown {
    return { id, beta, isCart: cart instanceof Cart, total: cart.total, theme };
  }
}

type Options = FeatureFlagsConfig & FeatureFlagsModuleExtras;

const contextResolver = async ({ user }: { readonly user?: unknown }): Promise<FlagContext> => {
  const signedIn = (await Promise.resolve(user)) as ShopRequest['user'];
  return signedIn === undefined ? {} : { userId: signedIn.id, userAttributes: { ...signedIn } };
};

const settings: [string, Options][] = [
  ['as it comes', {}],
  ['without ambient context', { ambientContext: false }],
  ['with an asynchronous resolver', { contextResolver }],
  ['with an asynchronous resolver and no ambient context', { contextResolver, ambientContext: false }],
];

describe.each(adapters)('Flag parameters on $name', (adapter) => {
  const start = httpApps(adapter);

  describe.each(settings)('%s', (_which, options) => {
    const startPages = () =>
      start(
        shop({
          flags,
          options,
          providers: [{ provide: APP_PIPE, useFactory: validationPipe }],
          controllers: [PageController],
        }),
      );

    it('contain whether a flag is on for the user', async () => {
      const app = await startPages();
      expect(await app.json('/enabled', { user: 'ada' })).toEqual({ beta: true, typo: true });
      expect(await app.json('/enabled', { user: 'bob' })).toEqual({ beta: false, typo: true });
      expect(await app.json('/enabled')).toEqual({ beta: false, typo: true });
    });

    it('contain the variant of the user, else the default', async () => {
      const app = await startPages();
      expect(await app.json('/variant', { user: 'ada' })).toEqual({ theme: 'modern', typo: 'classic', none: true });
      expect(await app.json('/variant')).toEqual({ theme: 'plain', typo: 'classic', none: true });
    });

    it('contain values of every JSON kind', async () => {
      const app = await startPages();
      expect(await app.json('/values', { user: 'ada' })).toEqual({
        size: 50,
        currency: 'EUR',
        shipping: true,
        countries: ['DE', 'FR'],
        opening: { from: 8, to: 20 },
        nothing: null,
      });
    });

    it('contain the default if the value is of another kind', async () => {
      const app = await startPages();
      expect(await app.json('/mismatches', { user: 'ada' })).toEqual({
        size: 10,
        currency: 'USD',
        opening: { from: 9 },
        typo: [1],
      });
    });

    it('contain the whole answer with its reason', async () => {
      const app = await startPages();
      expect(await app.json('/details', { user: 'ada' })).toEqual({
        beta: { key: 'beta_search', enabled: true, value: true, reason: 'user_list' },
        typo: { key: 'typo', enabled: false, reason: 'flag_not_found' },
      });
    });

    it('contain the context of the evaluation', async () => {
      const app = await startPages();
      expect(await app.json('/context', { user: 'ada', plan: 'gold' })).toEqual({
        userId: 'ada',
        userAttributes: { id: 'ada', plan: 'gold' },
      });
      expect(await app.json('/context')).toEqual({});
    });

    it('can be mixed with other parameters, which a global pipe transforms', async () => {
      const app = await startPages();
      expect(await app.post('/carts/7', { total: 30 }, { user: 'ada' })).toBe(
        JSON.stringify({ id: 7, beta: true, isCart: true, total: 30, theme: 'modern' }),
      );
    });
  });

  it('survive a global pipe that inspects every object', async () => {
    @Injectable()
    class SanitizingPipe implements PipeTransform {
      transform(value: unknown): unknown {
        if (typeof value !== 'object' || value === null) return value;
        for (const name of Reflect.ownKeys(value)) Reflect.deleteProperty(value, name);
        return value;
      }
    }
    const providers = [{ provide: APP_PIPE, useClass: SanitizingPipe }];
    const app = await start(shop({ flags, providers, controllers: [PageController] }));
    expect(await app.json('/enabled', { user: 'ada' })).toEqual({ beta: true, typo: true });
  });

  it('fail the request when a global pipe replaces them', async () => {
    @Injectable()
    class CloningPipe implements PipeTransform {
      transform(value: unknown): unknown {
        return { ...(value as object) };
      }
    }
    const providers = [{ provide: APP_PIPE, useClass: CloningPipe }];
    const app = await start(shop({ flags, providers, controllers: [PageController] }));
    expect(await app.status('/enabled', { user: 'ada' })).toBe(500);
  });

  it('leave the errors of other pipes unchanged', async () => {
    @Injectable()
    class RefusingPipe implements PipeTransform {
      transform(value: unknown, { type }: ArgumentMetadata): unknown {
        if (type === 'body') throw new BadRequestException('no such cart');
        return value;
      }
    }
    const providers = [{ provide: APP_PIPE, useClass: RefusingPipe }];
    const app = await start(shop({ flags, providers, controllers: [PageController] }));
    expect(await app.status('/carts/7', { method: 'POST', user: 'ada' })).toBe(400);
  });
});
