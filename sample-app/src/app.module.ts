import { Module } from '@nestjs/common';
import { FeatureFlagsModule, FileStore, type FlagStore } from 'nestjs-feature-flags';
import { RedisStore } from 'nestjs-feature-flags/redis';
import { DemoAuthenticationModule } from './demo-authentication/demo-authentication.module.js';
import { OperatorsModule } from './operators/operators.module.js';
import { ShopModule } from './shop/shop.module.js';

@Module({
  imports: [
    DemoAuthenticationModule,
    FeatureFlagsModule.forRoot({
      // What the whole company cares about; the shop declares its own flags in shop/shop.flags.ts.
      initialFlags: {
        new_checkout: { type: 'boolean', description: 'Checkout in one step. Kill switch: override it with false' },
        premium_tier: { type: 'user_attribute', attributes: { plan: ['premium', 'enterprise'] } },
      },
      // Who somebody is, said once for the rules of all flags.
      initialSegments: {
        beta_customers: {
          description: 'The plan "beta" and whoever was invited, but nobody who has left',
          include: ['frank'],
          exclude: ['ivan'],
          rules: [{ attribute: 'plan', op: 'equals', value: 'beta' }],
        },
      },
      unknownFlags: 'error',
      store: storeOf(process.env),
    }),
    ShopModule,
    OperatorsModule,
  ],
})
export class AppModule {}

/** Everything lives in memory, unless a Redis is given, which several shops may share, or a folder of this one alone. */
function storeOf({ REDIS_URL: url, FLAGS_DATA_DIR: folder }: NodeJS.ProcessEnv): FlagStore | undefined {
  if (url) return new RedisStore({ url, prefix: 'sample-shop' });
  return folder ? new FileStore(folder) : undefined;
}
