import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { FeatureFlagsModule, FlagGuard, FlagVariant } from 'nestjs-feature-flags';
import { CheckoutService } from './checkout.service.js';

@Controller()
export class CheckoutController {
  constructor(private readonly checkout: CheckoutService) {}

  @Get('checkout')
  steps(@FlagVariant('checkout_theme', 'classic') theme: string) {
    return { steps: this.checkout.steps(), theme };
  }

  @Get('beta')
  @UseGuards(FlagGuard('beta'))
  beta() {
    return 'welcome';
  }
}

const variants = [
  { name: 'classic', weight: 1 },
  { name: 'modern', weight: 0 },
];

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: { new_checkout: false, beta: false, checkout_theme: { type: 'variant', variants } },
    }),
  ],
  controllers: [CheckoutController],
  providers: [CheckoutService],
})
export class AppModule {}
