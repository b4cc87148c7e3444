import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { FeatureFlag, FlagManager } from 'nestjs-feature-flags';

export abstract class Customers {
  abstract all(): Promise<readonly { readonly id: string; readonly plan: string }[]>;
}

@Injectable()
export class DigestService {
  readonly sent: string[] = [];

  constructor(
    private readonly flags: FlagManager,
    private readonly customers: Customers,
  ) {}

  @Cron(CronExpression.EVERY_DAY_AT_6AM, { name: 'digest' })
  @FeatureFlag('daily_digest', { fallback: () => undefined }) // off: skip this run
  async sendAll(): Promise<void> {
    for (const { id, plan } of await this.customers.all()) {
      const context = { userId: id, userAttributes: { plan } };
      const theme = this.flags.isEnabled('digest_v2', context) ? 'new' : 'old';
      this.sent.push(`${theme} digest for ${id}`);
    }
  }
}
