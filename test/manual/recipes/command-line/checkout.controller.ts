import { Controller, Get, UseGuards } from '@nestjs/common';
import { FlagGuard, FlagVariant } from 'nestjs-feature-flags';

export const Flags = { checkout: 'new_chekout', theme: 'checkout_theme' } as const;

@Controller('checkout')
export class CheckoutController {
  @Get()
  @UseGuards(FlagGuard(Flags.checkout))
  checkout(@FlagVariant(Flags.theme, 'classic') theme: string) {
    return { theme };
  }
}
