import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { FlagEnabled, FlagGuard } from 'nestjs-feature-flags';

@Controller('checkout')
export class CheckoutController {
  @Get()
  @UseGuards(FlagGuard('new_checkout'))
  @Header('Content-Type', 'text/html')
  checkout(@FlagEnabled('express_delivery') express: boolean): string {
    return `<h1>New checkout</h1>${express ? '<p>Express delivery</p>' : ''}`;
  }
}
