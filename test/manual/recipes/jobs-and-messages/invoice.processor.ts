import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { FlagManager, type FlagContext } from 'nestjs-feature-flags';

export interface InvoiceJob {
  readonly orderId: string;
  /** What the flags of this job depend on, and nothing else of the customer. */
  readonly context: FlagContext;
}

@Processor('invoices')
export class InvoiceProcessor extends WorkerHost {
  constructor(private readonly flags: FlagManager) {
    super();
  }

  async process({ data: { orderId, context } }: Job<InvoiceJob>): Promise<string> {
    await this.flags.prepare(context); // only needed for sticky variants
    const layout = this.flags.getVariant('invoice_layout', 'classic', context);
    return `${layout} invoice for ${orderId}`;
  }
}
