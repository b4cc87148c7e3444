import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { RequireFlag, WithFlagContext, type FlagContext } from 'nestjs-feature-flags';
import { MailService } from './mail.service.js';

export interface InvoiceJob {
  readonly orderId: string;
  /** What the flags of this job depend on, and nothing else of the customer. */
  readonly context: FlagContext;
}

@Processor('invoices')
export class InvoiceProcessor extends WorkerHost {
  constructor(private readonly mails: MailService) {
    super();
  }

  @WithFlagContext((job: Job<InvoiceJob>) => job.data.context)
  @RequireFlag('invoice_mails', { onDisabled: 'skip' }) // for the customer of the job
  async process({ data: { orderId, context } }: Job<InvoiceJob>): Promise<string> {
    return await this.mails.send(context.userId ?? 'nobody', `invoice for ${orderId}`);
  }
}
