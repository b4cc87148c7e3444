import { Controller, Get, Injectable, Module, Post, UseGuards } from '@nestjs/common';
import { FeatureFlag, FeatureFlagsModule, FlagGuard, FlagManager, FlagVariant } from '../../../lib/index.js';

@Injectable()
export class PriceService {
  @FeatureFlag('discount', { fallback: 'fullPrice' })
  price(): number {
    return 8;
  }

  fullPrice(): number {
    return 10;
  }
}

@Controller()
export class ShopController {
  constructor(
    private readonly flags: FlagManager,
    private readonly prices: PriceService,
  ) {}

  @Get('beta')
  @UseGuards(FlagGuard('beta'))
  beta() {
    return 'welcome';
  }

  @Get('page')
  async page(@FlagVariant('theme', 'none') theme: string) {
    await Promise.resolve();
    return { beta: this.flags.isEnabled('beta'), theme, size: this.flags.getValue('page_size', 0) };
  }

  @Post('order')
  async order() {
    await new Promise((resolve) => setImmediate(resolve));
    return { price: this.prices.price() };
  }
}

/** A shop in which all flags are off, as an application would declare it. */
@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: {
        beta: false,
        discount: false,
        theme: {
          type: 'variant',
          variants: [
            { name: 'classic', weight: 1 },
            { name: 'modern', weight: 0 },
          ],
          defaultVariant: 'classic',
        },
        page_size: { type: 'variant', variants: [{ name: 'ten', weight: 1, value: 10 }], defaultVariant: 'ten' },
      },
    }),
  ],
  controllers: [ShopController],
  providers: [PriceService],
})
export class ShopModule {}
