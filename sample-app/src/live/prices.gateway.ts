import type { IncomingMessage } from 'node:http';
import { UseGuards } from '@nestjs/common';
import { MessageBody, SubscribeMessage, WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import { FlagEnabled, FlagGuard } from 'nestjs-feature-flags';
import { customerOf, type Customer } from '../demo-authentication/customer.js';

interface ShopClient {
  user?: Customer;
}

interface Price {
  readonly product: string;
  readonly euros: number;
}

/** NOT REAL AUTHENTICATION: a client names its customer in the URL, `/live?user=carol`. */
@WebSocketGateway({ path: '/live' })
export class PricesGateway implements OnGatewayConnection {
  handleConnection(client: ShopClient, request: IncomingMessage): void {
    const { searchParams } = new URL(request.url ?? '/', 'ws://localhost');
    const user = customerOf({
      id: searchParams.get('user') ?? undefined,
      plan: searchParams.get('plan') ?? undefined,
      country: undefined,
      appVersion: undefined,
    });
    if (user !== undefined) client.user = user;
  }

  @SubscribeMessage('price')
  @UseGuards(FlagGuard('live_prices'))
  price(@MessageBody() product: unknown, @FlagEnabled('premium_tier') premium: boolean): Price {
    return { product: String(product), euros: premium ? 36 : 40 };
  }
}
