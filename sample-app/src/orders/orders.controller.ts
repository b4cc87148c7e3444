import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { ShopRequest } from '../demo-authentication/customer.js';
import { OrderQueue } from './order.queue.js';
import { PackingConsumer, type Parcel } from './packing.consumer.js';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly queue: OrderQueue,
    private readonly packing: PackingConsumer,
  ) {}

  @Post(':product')
  @HttpCode(202)
  order(@Param('product') product: string, @Req() { user }: ShopRequest): { readonly accepted: number } {
    return { accepted: this.queue.add({ product, customerId: user?.id }).id };
  }

  @Get()
  parcels(): readonly Parcel[] {
    return this.packing.parcels;
  }
}
