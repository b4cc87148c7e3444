import { InjectQueue } from '@nestjs/bullmq';
import { Controller, Post } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { CurrentFlagContext, type FlagContext } from 'nestjs-feature-flags';
import type { InvoiceJob } from './invoice.processor.js';

@Controller('checkout')
export class CheckoutController {
  constructor(@InjectQueue('invoices') private readonly invoices: Queue<InvoiceJob>) {}

  @Post()
  async checkout(@CurrentFlagContext() { userId, userAttributes }: FlagContext) {
    const { plan } = (userAttributes ?? {}) as { readonly plan?: string };
    const context = { userId, userAttributes: { plan } };
    const job = await this.invoices.add('invoice', { orderId: 'order-17', context });
    return { job: job.id };
  }
}
