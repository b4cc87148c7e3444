import { Injectable, Logger, Module } from '@nestjs/common';
import { FeatureFlagsModule, FlagManager, type ExposureSink } from 'nestjs-feature-flags';

const logger = new Logger('FlagEvents');

/** Writes each event to the log, one line each. */
export const logEvents: ExposureSink = (events) => {
  for (const event of events) logger.log(JSON.stringify(event));
};

@Injectable()
export class OrderService {
  constructor(private readonly flags: FlagManager) {}

  place(total: number): string {
    const theme = this.flags.getVariant('checkout_theme', 'classic'); // the user of the request is exposed
    this.flags.track('order_placed', undefined, total); // and this is what the experiment counts
    return theme;
  }
}

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: {
        checkout_theme: {
          type: 'variant',
          variants: [
            { name: 'classic', weight: 50 },
            { name: 'modern', weight: 50 },
          ],
        },
      },
      onExposure: logEvents,
    }),
  ],
  providers: [OrderService],
  exports: [OrderService],
})
export class ShopModule {}
