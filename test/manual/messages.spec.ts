import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, Transport, type ClientProxy, type TcpOptions } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import { afterEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { FeatureFlagsModule } from '../../lib/index.js';
import { apps, shop } from '../e2e/module/apps.js';
import { socketClients } from '../e2e/transports/support/socket-client.js';
import { freePort } from '../support/free-port.js';
import { OrdersController } from './recipes/messages/orders.controller.js';
import { PriceService } from './recipes/messages/price.service.js';
import { SupportGateway } from './recipes/messages/support.gateway.js';
import { tenantOf } from './recipes/messages/tenant.resolver.js';

const { serve } = apps();

const GOLD = { type: 'user_attribute', attributes: { plan: 'gold' } } as const;
const denied = { status: 'error', message: 'Not Found', code: 'FEATURE_FLAG_DISABLED' };

const message = (id: string, orderId = 'order-17') => ({
  orderId,
  sender: { id, plan: id === 'ada' ? 'gold' : 'free' },
});

describe('The message handlers of the manual', () => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });

  async function start(options: Parameters<typeof FeatureFlagsModule.forRoot>[0] = {}) {
    const transport = { transport: Transport.TCP, options: { host: '127.0.0.1', port: await freePort() } } as const;
    const root = shop({
      imports: [FeatureFlagsModule.forRoot({ initialFlags: { express_shipping: GOLD }, ...options })],
      controllers: [OrdersController],
      providers: [PriceService],
    });
    const service = await NestFactory.createMicroservice<TcpOptions>(root, { ...transport, logger: false });
    open.push(service);
    await service.listen();
    const client: ClientProxy = ClientProxyFactory.create(transport);
    open.unshift(client);
    return {
      shipped: service.get(OrdersController).shipped,
      send: (pattern: string, id: string, tenant?: string) =>
        firstValueFrom(client.send<unknown>(pattern, { ...message(id), tenant })),
      emit: (pattern: string, id: string) =>
        lastValueFrom(client.emit(pattern, message(id, `order of ${id}`)).pipe(toArray())),
    };
  }

  it('evaluate each message for its sender, in services too', async () => {
    const { send } = await start();
    expect(await send('order.express', 'ada')).toBe('order-17 is shipped today');
    expect([await send('order.estimate', 'ada'), await send('order.estimate', 'bob')]).toEqual(['1 day', '5 days']);
    expect([await send('order.price', 'ada'), await send('order.price', 'bob')]).toEqual([0, 4.9]);
  });

  it('evaluate each message for the tenant in its payload, with the resolver of the page', async () => {
    const initialFlags = { express_shipping: { type: 'user_attribute', attributes: { tenant: 'acme' } } } as const;
    const { send } = await start({ initialFlags, contextResolver: tenantOf });
    expect([await send('order.price', 'ada', 'acme'), await send('order.price', 'ada', 'other')]).toEqual([0, 4.9]);
  });

  it('answer a denied message with an error that names no flag', async () => {
    const { send } = await start();
    await expect(send('order.express', 'bob')).rejects.toEqual(denied);
  });

  it('do not handle a denied event', async () => {
    const { emit, send, shipped } = await start();
    await emit('order.paid', 'bob');
    await emit('order.paid', 'ada');
    await send('order.price', 'ada'); // answered after the events before it
    expect(shipped).toEqual(['order of ada']);
  });
});

describe('The gateway of the manual', () => {
  const connect = socketClients();

  it('gates messages by the user of the handshake, and answers a denied client with an exception event', async () => {
    const root = shop({
      imports: [FeatureFlagsModule.forRoot({ initialFlags: { express_shipping: GOLD } })],
      providers: [SupportGateway, PriceService],
    });
    const app = await serve(root, (made) => made.useWebSocketAdapter(new WsAdapter(made)));
    await app.listen(0, '127.0.0.1');
    const ada = await connect(app, { 'x-user-id': 'ada' });
    const bob = await connect(app, { 'x-user-id': 'bob' });
    expect(await ada.ask('chat')).toEqual({ event: 'chat', data: 'How can I help?' });
    expect(await ada.ask('shipping')).toEqual({ event: 'shipping', data: 0 });
    expect(await bob.ask('shipping')).toEqual({ event: 'shipping', data: 4.9 });
    expect(await bob.ask('chat')).toEqual({ event: 'exception', data: denied });
  });
});
