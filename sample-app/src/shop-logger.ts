import { ConsoleLogger } from '@nestjs/common';

/** Tells what is wrong, and all that the flags have to say, such as that their store is back; not how Nest starts. */
export class ShopLogger extends ConsoleLogger {
  override log(message: unknown, context?: string): void {
    if (context === 'FeatureFlags') super.log(message, context);
  }
}
