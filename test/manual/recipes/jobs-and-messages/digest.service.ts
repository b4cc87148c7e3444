import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { FlagManager, RequireFlag } from 'nestjs-feature-flags';
import { MailService } from './mail.service.js';

export abstract class Customers {
  abstract all(): Promise<readonly { readonly id: string; readonly plan: string }[]>;
}

@Injectable()
export class DigestService {
  readonly sent: string[] = [];

  constructor(
    private readonly flags: FlagManager,
    private readonly customers: Customers,
    private readonly mails: MailService,
  ) {}

  @Cron(CronExpression.EVERY_DAY_AT_6AM, { name: 'digest' })
  @RequireFlag('daily_digest', { onDisabled: 'skip' })
  async sendAll(): Promise<void> {
    for (const { id, plan } of await this.customers.all()) {
      const context = { userId: id, userAttributes: { plan } };
      this.sent.push(await this.flags.runWith(context, () => this.mails.send(id, 'digest')));
    }
  }
}
