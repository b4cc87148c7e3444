import { Module } from '@nestjs/common';
import { FeatureFlagsModule, FileStore, type FlagStore } from 'nestjs-feature-flags';
import { OfrepModule } from 'nestjs-feature-flags/ofrep';
import { RedisStore } from 'nestjs-feature-flags/redis';
import { OpenTelemetryObserver } from 'nestjs-feature-flags/telemetry';
import { DemoAuthenticationModule } from './demo-authentication/demo-authentication.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { LiveModule } from './live/live.module.js';
import { OperatorsModule } from './operators/operators.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { ShopModule } from './shop/shop.module.js';

@Module({
  imports: [
    DemoAuthenticationModule,
    FeatureFlagsModule.forRoot({
      // Flags for the whole application; the shop module declares its own in shop/shop.flags.ts.
      initialFlags: {
        new_checkout: {
          type: 'boolean',
          description: 'Checkout in one step. Kill switch: override it with false',
          client: true, // browsers may ask for it, see page/
        },
        premium_tier: { type: 'user_attribute', attributes: { plan: ['premium', 'enterprise'] } },
      },
      // Groups of users, defined once for the rules of all flags.
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
      observers: [new OpenTelemetryObserver()], // metrics for Prometheus; see telemetry/prometheus.ts
    }),
    OfrepModule.register({ public: true }), // answers the page for whoever is signed in, and for visitors
    ShopModule,
    CatalogueModule,
    OrdersModule,
    LiveModule,
    OperatorsModule,
  ],
})
export class AppModule {}

/** A Redis that several shops may share, or a folder for this one only; without either, everything is kept in memory. */
function storeOf({ REDIS_URL: url, FLAGS_DATA_DIR: folder }: NodeJS.ProcessEnv): FlagStore | undefined {
  if (url) return new RedisStore({ url, prefix: 'sample-shop' });
  return folder ? new FileStore(folder) : undefined;
}
