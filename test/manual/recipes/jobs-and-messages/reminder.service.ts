import { Injectable } from '@nestjs/common';
import { FlagManager } from 'nestjs-feature-flags';
import { MailService } from './mail.service.js';

@Injectable()
export class ReminderService {
  constructor(
    private readonly flags: FlagManager,
    private readonly mails: MailService,
  ) {}

  async remind(customer: { readonly id: string; readonly plan: string }): Promise<string> {
    const context = { userId: customer.id, userAttributes: { plan: customer.plan } };
    return await this.flags.runWith(context, () => this.mails.send(customer.id, 'reminder'));
  }
}
