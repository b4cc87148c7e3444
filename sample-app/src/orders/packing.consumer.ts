import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FeatureFlag, WithFlagContext } from 'nestjs-feature-flags';
import { StockService } from '../stock/stock.service.js';
import { OrderQueue, type Order } from './order.queue.js';

/** A packed order. */
export interface Parcel extends Order {
  readonly wrapping: 'gift' | 'box';
}

/** Packs the orders of the queue. There is no request, so it names the customer for whom flags are evaluated. */
@Injectable()
export class PackingConsumer implements OnModuleInit {
  readonly #parcels: Parcel[] = [];

  constructor(
    private readonly queue: OrderQueue,
    private readonly stock: StockService,
  ) {}

  onModuleInit(): void {
    this.queue.consume((order) => this.pack(order));
  }

  get parcels(): readonly Parcel[] {
    return this.#parcels;
  }

  @WithFlagContext(({ customerId }: Order) => (customerId === undefined ? {} : { userId: customerId }))
  async pack(order: Order): Promise<void> {
    await Promise.resolve(); // such as an inquiry at the warehouse
    this.stock.take(order.product);
    this.#parcels.push({ ...order, wrapping: this.wrapping() });
  }

  /** Evaluated for the customer of the order, although neither is passed along. */
  @FeatureFlag('checkout/gift_wrap', { fallback: () => 'box' })
  protected wrapping(): Parcel['wrapping'] {
    return 'gift';
  }
}
