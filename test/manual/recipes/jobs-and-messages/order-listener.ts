import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { FlagManager, RequireFlag, WithFlagContext } from 'nestjs-feature-flags';

export interface OrderPlaced {
  readonly orderId: string;
  readonly customerId: string;
}

@Injectable()
export class OrderListener {
  readonly log: string[] = [];

  constructor(private readonly flags: FlagManager) {}

  /** Emitted while a request is handled: flags are evaluated for the user of that request. */
  @OnEvent('order.placed')
  recommend({ orderId }: OrderPlaced): void {
    const engine = this.flags.isEnabled('recommendations_v2') ? 'v2' : 'v1';
    this.log.push(`${engine} recommendations for ${orderId}`);
  }

  /** For the customer that the event names, wherever it is emitted. */
  @OnEvent('order.placed')
  @WithFlagContext(({ customerId }: OrderPlaced) => ({ userId: customerId }))
  @RequireFlag('loyalty_points', { onDisabled: 'skip' })
  addPoints({ customerId }: OrderPlaced): void {
    this.log.push(`points for ${customerId}`);
  }
}
