import { ConsoleLogger } from '@nestjs/common';

/** Logs warnings, errors and the messages of the feature flags, but not the startup messages of Nest. */
export class ShopLogger extends ConsoleLogger {
  override log(message: unknown, context?: string): void {
    if (context === 'FeatureFlags') super.log(message, context);
  }
}
