import { Module } from '@nestjs/common';
import { FeatureFlagsModule, FileStore, type FlagStore } from 'nestjs-feature-flags';
import { OfrepModule } from 'nestjs-feature-flags/ofrep';
import { PostgresStore } from 'nestjs-feature-flags/postgres';
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

/** A Redis or Postgres that several shops may share, or a folder for this one only; otherwise, everything is kept in memory. */
function storeOf({ REDIS_URL, DATABASE_URL, FLAGS_DATA_DIR: folder }: NodeJS.ProcessEnv): FlagStore | undefined {
  if (REDIS_URL) return new RedisStore({ url: REDIS_URL, prefix: 'sample-shop' });
  if (DATABASE_URL) return new PostgresStore({ url: DATABASE_URL });
  return folder ? new FileStore(folder) : undefined;
}
