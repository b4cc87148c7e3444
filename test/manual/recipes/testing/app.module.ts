import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { FeatureFlagsModule, FlagGuard } from 'nestjs-feature-flags';
import { CheckoutService } from './checkout.service.js';

@Controller()
export class CheckoutController {
  constructor(private readonly checkout: CheckoutService) {}

  @Get('checkout')
  steps() {
    return this.checkout.steps();
  }

  @Get('beta')
  @UseGuards(FlagGuard('beta'))
  beta() {
    return 'welcome';
  }
}

@Module({
  imports: [FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: false, beta: false } })],
  controllers: [CheckoutController],
  providers: [CheckoutService],
})
export class AppModule {}
