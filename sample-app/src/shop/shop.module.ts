import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { BetaController } from './beta.controller.js';
import { CheckoutController } from './checkout.controller.js';
import { CheckoutService } from './checkout.service.js';
import { ExpressController } from './express.controller.js';
import { FlagsController } from './flags.controller.js';
import { HomeController } from './home.controller.js';
import { PremiumController } from './premium.controller.js';
import { SaleController } from './sale.controller.js';
import { SearchController } from './search.controller.js';
import { SearchService } from './search.service.js';
import { shopFlags } from './shop.flags.js';
import { ThemeController } from './theme.controller.js';

@Module({
  imports: [FeatureFlagsModule.forFeature(shopFlags)],
  controllers: [
    BetaController,
    CheckoutController,
    ExpressController,
    FlagsController,
    HomeController,
    PremiumController,
    SaleController,
    SearchController,
    ThemeController,
  ],
  providers: [CheckoutService, SearchService],
  exports: [SearchService],
})
export class ShopModule {}
