import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { FlagManager } from 'nestjs-feature-flags';

/** Writes every change to the application's log, whichever instance made it. */
@Injectable()
export class ChangeLog implements OnApplicationShutdown {
  private readonly logger = new Logger(ChangeLog.name);
  private readonly subscription;

  constructor(flags: FlagManager) {
    this.subscription = flags.changes$.subscribe(({ version, actor, action, key, reason = 'no reason given' }) => {
      this.logger.log(`#${version} ${actor}: ${action} ${key} (${reason})`);
    });
  }

  onApplicationShutdown(): void {
    this.subscription.unsubscribe();
  }
}
