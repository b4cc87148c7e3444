import { Injectable } from '@nestjs/common';
import { VariantHandler } from 'nestjs-feature-flags';

interface Invoice {
  readonly id: string;
  readonly customerId: string;
}

@Injectable()
export class InvoiceService {
  @VariantHandler(
    'invoice_layout',
    { letter: 'letter', table: 'table' },
    { context: (invoice: Invoice) => ({ userId: invoice.customerId }) },
  )
  render(invoice: Invoice): string {
    return `plain invoice ${invoice.id}`; // runs if no variant is served
  }

  letter(invoice: Invoice): string {
    return `letter for ${invoice.id}`;
  }

  table(invoice: Invoice): string {
    return `table for ${invoice.id}`;
  }
}
