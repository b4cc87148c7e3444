import { Controller, Get, UseGuards } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { FlagGuard, FlagVariant } from 'nestjs-feature-flags';
import { ShopService } from './shop.service.js';
import { SignInGuard } from './sign-in.guard.js';

@Controller('shop')
@UseGuards(SignInGuard)
export class ShopController {
  constructor(private readonly shop: ShopService) {}

  @Get('premium')
  @MessagePattern('premium')
  @UseGuards(FlagGuard('premium_tier'))
  premium(): string {
    return 'premium';
  }

  @Get('checkout')
  checkout(@FlagVariant('checkout_theme', 'classic') theme: string): string {
    return this.shop.checkout(theme);
  }
}
