import { Controller, Get } from '@nestjs/common';
import { CheckoutService, type Checkout } from './checkout.service.js';

@Controller('checkout')
export class CheckoutController {
  constructor(private readonly service: CheckoutService) {}

  @Get()
  checkout(): Checkout {
    return this.service.checkout();
  }
}
