import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { CheckoutController } from './checkout.controller.js';

const secret = process.env['FLAG_TOKEN_SECRET']; // set on the staging system, and absent in production

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: { new_checkout: false, express_delivery: true },
      requestOverrides:
        secret === undefined
          ? undefined
          : { secrets: [secret], audience: 'shop-staging', flags: ['new_checkout', 'express_delivery'] },
    }),
  ],
  controllers: [CheckoutController],
})
export class ShopModule {}
