import { Controller, Get, UseGuards, type DynamicModule } from '@nestjs/common';
import { FlagGuard } from 'nestjs-feature-flags';
import { checkoutOf, type Checkout } from '../checkout.js';
import { appWithFlags, type AppOptions } from './app-with-flags.js';

@Controller()
class GuardedController {
  @Get('checkout')
  @UseGuards(FlagGuard('new_checkout'))
  checkout(): Checkout {
    return checkoutOf(true);
  }
}

export function guardApp(options: AppOptions): DynamicModule {
  return appWithFlags(GuardedController, options);
}
