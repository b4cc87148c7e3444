import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

export interface Order {
  readonly id: number;
  readonly product: string;
  readonly customerId: string | undefined;
}

type Consumer = (order: Order) => Promise<void>;

/** A queue in this process. In your application, it is one of BullMQ, SQS or RabbitMQ, with a worker that consumes it. */
@Injectable()
export class OrderQueue implements OnApplicationShutdown {
  #consumer: Consumer | undefined;
  #work: Promise<void> = Promise.resolve();
  #added = 0;

  /** Registers what handles each order, one after the other. */
  consume(consumer: Consumer): void {
    this.#consumer = consumer;
  }

  /** Adds an order, which is handled later, outside the request. */
  add(order: Omit<Order, 'id'>): Order {
    const queued = { id: ++this.#added, ...order };
    this.#work = this.#work.then(() => this.#consumer?.(queued));
    return queued;
  }

  /** Resolves once the orders that were added so far are handled. */
  async onApplicationShutdown(): Promise<void> {
    await this.#work;
  }
}
