import { Controller, Get, Injectable, Module, UseGuards } from '@nestjs/common';
import { OpenFeature } from '@openfeature/server-sdk';
import { FeatureFlag, FeatureFlagsModule, FlagGuard, FlagVariant } from 'nestjs-feature-flags';
import { OpenFeatureFlagProvider } from 'nestjs-feature-flags/openfeature';

@Injectable()
export class PriceService {
  @FeatureFlag('premium_prices', { fallback: () => 100 })
  price(): number {
    return 80;
  }
}

@Controller('checkout')
export class CheckoutController {
  constructor(private readonly prices: PriceService) {}

  @Get()
  @UseGuards(FlagGuard('new_checkout'))
  checkout(@FlagVariant('checkout_theme', 'classic') theme: string): { theme: string; price: number } {
    return { theme, price: this.prices.price() };
  }
}

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      externalFlags: new OpenFeatureFlagProvider({ client: OpenFeature.getClient(), attributes: ['plan'] }),
    }),
  ],
  controllers: [CheckoutController],
  providers: [PriceService],
})
export class AppModule {}
