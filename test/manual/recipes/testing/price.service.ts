import { Injectable } from '@nestjs/common';
import { FeatureFlag } from 'nestjs-feature-flags';

@Injectable()
export class PriceService {
  @FeatureFlag('discount', { fallback: 'fullPrice' })
  price(amount: number): number {
    return amount * 0.8;
  }

  fullPrice(amount: number): number {
    return amount;
  }
}
