import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { RequireFlag } from 'nestjs-feature-flags';
import { StockService } from './stock.service.js';

/** Refills the stock each minute, unless an operator has turned the flag off. */
@Injectable()
export class RestockJob {
  constructor(private readonly stock: StockService) {}

  @Cron(CronExpression.EVERY_MINUTE, { name: 'restock' })
  @RequireFlag('restock_job', { onDisabled: 'skip' })
  run(): void {
    this.stock.refill();
  }
}
