import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { OfrepModule } from 'nestjs-feature-flags/ofrep';

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: {
        new_checkout: { type: 'percentage', percentage: 20, client: true },
        wholesale_prices: { type: 'user_list', users: ['ada'] }, // not marked: never sent to anyone
      },
    }),
    OfrepModule.register({ public: true }),
  ],
})
export class ShopModule {}
