import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { divisibleBy } from './divisible-by.operator.js';
import { legacy } from './legacy.bucketer.js';
import { officeHours } from './office-hours.strategy.js';

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      operators: { divisible_by: divisibleBy },
      strategies: { office_hours: officeHours },
      bucketers: { legacy },
      initialFlags: {
        bundle_offer: {
          type: 'boolean',
          rules: [{ when: { attribute: 'basket', op: 'custom:divisible_by', value: 3 } }],
          otherwise: false,
        },
        hotline: { type: 'custom', strategy: 'office_hours', parameters: { opens: 9, closes: 17 } },
        search_v2: { type: 'percentage', percentage: 25, bucketer: { name: 'legacy', parameters: 'md5' } },
      },
    }),
  ],
})
export class AppModule {}
