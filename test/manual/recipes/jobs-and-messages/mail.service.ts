import { Injectable } from '@nestjs/common';
import { FlagManager } from 'nestjs-feature-flags';

@Injectable()
export class MailService {
  constructor(private readonly flags: FlagManager) {}

  async send(to: string, subject: string): Promise<string> {
    const theme = this.flags.getVariant('mail_theme', 'classic'); // for the customer, whoever calls this service
    return `${theme} ${subject} to ${to}`;
  }
}
