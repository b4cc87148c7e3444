import { Controller, Get, Req, type DynamicModule } from '@nestjs/common';
import { FeatureFlag } from 'nestjs-feature-flags';
import { checkoutOf, type Checkout } from '../checkout.js';
import type { ShopRequest } from '../shop-user.js';
import { appWithFlags } from './app-with-flags.js';
import { flagContextOf } from './flag-context-of.js';

@Controller()
class GatedMethodController {
  @Get('checkout')
  @FeatureFlag('new_checkout', { context: flagContextOf })
  checkout(@Req() _request: ShopRequest): Checkout {
    return checkoutOf(true);
  }
}

export function methodApp(): DynamicModule {
  return appWithFlags(GatedMethodController, { ambientContext: false });
}
