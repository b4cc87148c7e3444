import { Injectable } from '@nestjs/common';
import { FlagManager, WithFlagContext } from 'nestjs-feature-flags';

@Injectable()
export class InvoiceProcessor {
  constructor(private readonly flags: FlagManager) {}

  /** An async method with `@WithFlagContext` waits for the vendor. */
  @WithFlagContext((customerId: string) => ({ userId: customerId }))
  async process(_customerId: string): Promise<string> {
    return this.flags.isEnabled('invoice_v2') ? 'v2' : 'v1';
  }

  /** Elsewhere, prepare the context first, and evaluate for the same object. */
  async preview(customerId: string): Promise<string> {
    const context = { userId: customerId };
    await this.flags.prepare(context);
    return this.flags.isEnabled('invoice_v2', context) ? 'v2' : 'v1';
  }
}
