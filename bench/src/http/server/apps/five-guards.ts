import { Controller, Get, UseGuards, type DynamicModule } from '@nestjs/common';
import { FlagGuard } from 'nestjs-feature-flags';
import { checkoutOf, type Checkout } from '../checkout.js';
import { appWithFlags, type AppOptions } from './app-with-flags.js';

@Controller()
class FiveGuardsController {
  @Get('checkout')
  @UseGuards(
    FlagGuard('new_checkout'),
    FlagGuard('beta_search'),
    FlagGuard('one_click'),
    FlagGuard('gift_cards'),
    FlagGuard('local_payment'),
  )
  checkout(): Checkout {
    return checkoutOf(true);
  }
}

export function fiveGuardsApp(options: AppOptions): DynamicModule {
  return appWithFlags(FiveGuardsController, options);
}
