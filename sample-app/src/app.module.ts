import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { FeatureFlagsModule, type FeatureFlagsConfig } from 'nestjs-feature-flags';
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
      ...keptIn(process.env['FLAGS_DATA_DIR']),
    }),
    ShopModule,
    OperatorsModule,
  ],
})
export class AppModule {}

/** Overrides and audit log live in memory, unless a folder is given: then a restart forgets nothing. */
function keptIn(folder: string | undefined): FeatureFlagsConfig {
  if (!folder) return {};
  return { overridesFile: join(folder, 'overrides.json'), auditLogFile: join(folder, 'audit.jsonl') };
}
