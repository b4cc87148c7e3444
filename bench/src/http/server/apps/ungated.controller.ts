import { Controller, Get } from '@nestjs/common';
import { checkoutOf, type Checkout } from '../checkout.js';

/** A route that knows no flags. */
@Controller()
export class UngatedController {
  @Get('checkout')
  checkout(): Checkout {
    return checkoutOf(true);
  }
}
