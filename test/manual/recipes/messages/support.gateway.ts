import type { IncomingMessage } from 'node:http';
import { UseGuards } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import { FlagGuard } from 'nestjs-feature-flags';
import { PriceService } from './price.service.js';

/** A socket of the package `ws`. With Socket.IO, set `client.data.user`. */
interface Client {
  user?: { readonly id: string; readonly plan: string };
}

@WebSocketGateway()
export class SupportGateway implements OnGatewayConnection {
  constructor(private readonly prices: PriceService) {}

  /** Guards are not called here. Authenticate the handshake; this demo trusts its header. */
  handleConnection(client: Client, { headers }: IncomingMessage): void {
    const id = headers['x-user-id'];
    if (typeof id === 'string') client.user = { id, plan: id === 'ada' ? 'gold' : 'free' };
  }

  @SubscribeMessage('chat')
  @UseGuards(FlagGuard('express_shipping'))
  chat() {
    return { event: 'chat', data: 'How can I help?' };
  }

  @SubscribeMessage('shipping')
  shipping() {
    return { event: 'shipping', data: this.prices.shipping() };
  }
}
