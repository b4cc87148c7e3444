import { Injectable, Logger } from '@nestjs/common';
import { FlagManager, type FlagContext } from 'nestjs-feature-flags';

/** Returns the answer of the old system, and logs where the new one would differ. */
@Injectable()
export class FlagComparison {
  private readonly logger = new Logger(FlagComparison.name);

  constructor(private readonly flags: FlagManager) {}

  isEnabled(key: string, old: boolean, context?: FlagContext): boolean {
    const { enabled, reason } = this.flags.evaluate(key, context);
    if (enabled !== old) this.logger.warn(`"${key}" is ${old} in the old system and ${enabled} (${reason}) in the new`);
    return old;
  }
}
