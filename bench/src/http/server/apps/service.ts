import { Controller, Get, Inject, Injectable, Req, type DynamicModule } from '@nestjs/common';
import { FlagManager, type FlagContext } from 'nestjs-feature-flags';
import { checkoutOf, type Checkout } from '../checkout.js';
import type { ShopRequest } from '../shop-user.js';
import { appWithFlags } from './app-with-flags.js';
import { flagContextOf } from './flag-context-of.js';

@Injectable()
class CheckoutService {
  constructor(@Inject(FlagManager) private readonly flags: FlagManager) {}

  checkout(context: FlagContext): Checkout {
    return checkoutOf(this.flags.isEnabled('new_checkout', context));
  }
}

@Controller()
class ServiceController {
  constructor(@Inject(CheckoutService) private readonly service: CheckoutService) {}

  @Get('checkout')
  checkout(@Req() request: ShopRequest): Checkout {
    return this.service.checkout(flagContextOf(request));
  }
}

export function serviceApp(): DynamicModule {
  return appWithFlags(ServiceController, { ambientContext: false }, [CheckoutService]);
}
