import { Controller, Get } from '@nestjs/common';
import { FlagEnabled } from 'nestjs-feature-flags';

@Controller('sale')
export class SaleController {
  @Get()
  sale(@FlagEnabled('black_friday_sale') sale: boolean): { readonly sale: boolean; readonly discountPercent: number } {
    return { sale, discountPercent: sale ? 25 : 0 };
  }
}
