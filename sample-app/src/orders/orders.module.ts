import { Module } from '@nestjs/common';
import { StockModule } from '../stock/stock.module.js';
import { OrderQueue } from './order.queue.js';
import { OrdersController } from './orders.controller.js';
import { PackingConsumer } from './packing.consumer.js';

@Module({ imports: [StockModule], controllers: [OrdersController], providers: [OrderQueue, PackingConsumer] })
export class OrdersModule {}
