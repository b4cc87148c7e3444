import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query, UseGuards } from '@nestjs/common';
import { FeatureFlag, FlagEnabled, FlagGuard, VariantHandler, type FlagDefinitions } from '../../../lib/index.js';
import { checkoutTheme } from '../../support/checkout-theme.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const flags: FlagDefinitions = {
  shop_open: true,
  gift_wrap: true,
  checkout_theme: checkoutTheme,
};

describe.each(adapters)('A route with @VariantHandler on $name', (adapter) => {
  const start = httpApps(adapter);

  it('passes the parameters of the route to the method of the variant', async () => {
    @Controller('orders')
    class OrdersController {
      @Post(':id')
      @HttpCode(202)
      @UseGuards(FlagGuard('shop_open'))
      @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modernPage' }, { default: 'classicPage' })
      place(
        @Param('id', ParseIntPipe) _id: number,
        @Query('coupon') _coupon: string,
        @Body() _cart: { total: number },
        @FlagEnabled('gift_wrap') _wrap: boolean,
      ): string {
        return 'unused';
      }

      classicPage(id: number): string {
        return `classic ${typeof id} ${id}`;
      }

      modernPage(id: number, coupon: string, cart: { total: number }, wrap: boolean): string {
        return `modern ${id} ${coupon} ${cart.total} ${wrap}`;
      }
    }
    const app = await start(shop({ flags, controllers: [OrdersController] }));
    const order = (user?: string) =>
      app.ask('/orders/7?coupon=SPRING', {
        ...(user === undefined ? {} : { user }),
        method: 'POST',
        body: JSON.stringify({ total: 30 }),
        headers: { 'content-type': 'application/json' },
      });
    expect(await order('ada')).toMatchObject({ status: 202, text: 'modern 7 SPRING 30 true' });
    expect(await order('bob')).toMatchObject({ status: 202, text: 'classic number 7' });
    expect(await order()).toMatchObject({ status: 202, text: 'classic number 7' });
    await app.flags.disable('shop_open');
    expect(await order('ada')).toMatchObject({ status: 404 });
  });

  it('accepts a place above the decorators of the route, and beside a gate', async () => {
    @Controller()
    class PagesController {
      @VariantHandler('checkout_theme', { classic: 'classic', modern: 'modern' })
      @Get('above')
      above(@Query('q') query: string): string {
        return `plain ${query}`;
      }

      @FeatureFlag('gift_wrap', { fallback: 'closed' })
      @VariantHandler('checkout_theme', { classic: 'classic', modern: 'modern' })
      @Get('gated')
      gated(@Query('q') query: string): string {
        return `plain ${query}`;
      }

      classic(query: string): string {
        return `classic ${query}`;
      }
      modern(query: string): string {
        return `modern ${query}`;
      }
      closed(query: string): string {
        return `closed ${query}`;
      }
    }
    const app = await start(shop({ flags, controllers: [PagesController] }));
    for (const path of ['/above?q=tea', '/gated?q=tea']) {
      expect(await app.text(path, { user: 'ada' })).toBe('modern tea');
      expect(await app.text(path, { user: 'bob' })).toBe('classic tea');
      expect(await app.text(path)).toBe('plain tea');
    }
    await app.flags.disable('gift_wrap');
    expect(await app.text('/gated?q=tea', { user: 'ada' })).toBe('closed tea');
  });
});
