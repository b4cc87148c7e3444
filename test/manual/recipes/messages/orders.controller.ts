import {
  Controller,
  Injectable,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { FlagGuard, FlagInterceptor } from 'nestjs-feature-flags';
import { PriceService } from './price.service.js';

interface OrderMessage {
  readonly sender: { readonly id: string; readonly plan: string };
  readonly orderId: string;
}

/** Puts the sender on the RPC context. In your application, verify the token of the message first. */
@Injectable()
export class SenderGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const rpc = execution.switchToRpc();
    rpc.getContext<{ user?: unknown }>().user = rpc.getData<OrderMessage>().sender;
    return true;
  }
}

@Controller()
@UseGuards(SenderGuard) // first: flags need the user
export class OrdersController {
  readonly shipped: string[] = [];

  constructor(private readonly prices: PriceService) {}

  @MessagePattern('order.express')
  @UseGuards(FlagGuard('express_shipping'))
  express(@Payload() { orderId }: OrderMessage) {
    return `${orderId} is shipped today`;
  }

  @MessagePattern('order.estimate')
  @UseInterceptors(FlagInterceptor('express_shipping', { fallback: '5 days' }))
  estimate() {
    return '1 day';
  }

  @MessagePattern('order.price')
  price() {
    return this.prices.shipping();
  }

  @EventPattern('order.paid')
  @UseGuards(FlagGuard('express_shipping'))
  ship(@Payload() { orderId }: OrderMessage) {
    this.shipped.push(orderId);
  }
}
