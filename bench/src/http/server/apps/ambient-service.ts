import { Controller, Get, Inject, Injectable, type DynamicModule } from '@nestjs/common';
import { FlagManager } from 'nestjs-feature-flags';
import { checkoutOf, type Checkout } from '../checkout.js';
import { appWithFlags } from './app-with-flags.js';

@Injectable()
class CheckoutService {
  constructor(@Inject(FlagManager) private readonly flags: FlagManager) {}

  checkout(): Checkout {
    return checkoutOf(this.flags.isEnabled('new_checkout'));
  }
}

@Controller()
class ServiceController {
  constructor(@Inject(CheckoutService) private readonly service: CheckoutService) {}

  @Get('checkout')
  checkout(): Checkout {
    return this.service.checkout();
  }
}

export function ambientServiceApp(): DynamicModule {
  return appWithFlags(ServiceController, { ambientContext: true }, [CheckoutService]);
}
