import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { RestockJob } from './restock.job.js';
import { StockService } from './stock.service.js';

@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [RestockJob, StockService],
  exports: [StockService],
})
export class StockModule {}
