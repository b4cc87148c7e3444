import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { FeatureFlag } from 'nestjs-feature-flags';
import { StockService } from './stock.service.js';

/** Refills the stock each minute, unless an operator has turned the flag off. */
@Injectable()
export class RestockJob {
  constructor(private readonly stock: StockService) {}

  @Cron(CronExpression.EVERY_MINUTE, { name: 'restock' })
  @FeatureFlag('restock_job', { fallback: () => 0 })
  run(): number {
    return this.stock.refill();
  }
}
