import { Controller, Get, type DynamicModule } from '@nestjs/common';
import { FlagEnabled } from 'nestjs-feature-flags';
import { checkoutOf, type Checkout } from '../checkout.js';
import { appWithFlags } from './app-with-flags.js';

@Controller()
class FlagParameterController {
  @Get('checkout')
  checkout(@FlagEnabled('new_checkout') isNew: boolean): Checkout {
    return checkoutOf(isNew);
  }
}

export function parameterApp(): DynamicModule {
  return appWithFlags(FlagParameterController, { ambientContext: false });
}
