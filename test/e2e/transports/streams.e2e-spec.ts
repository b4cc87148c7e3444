import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Resolver, Subscription } from '@nestjs/graphql';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { createClient } from 'graphql-ws';
import { finalize, NEVER, startWith, type Observable } from 'rxjs';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { FeatureFlag } from '../../../lib/nest/decorators/feature-flag.decorator.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import { Signal } from '../http/support/signal.js';
import { shop } from '../module/apps.js';
import { drivers } from './support/graphql.transport.js';
import { initialFlags } from './support/shop-handlers.js';
import { SocketClient } from './support/socket-client.js';

let stopped: Signal;
let app: INestApplication | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

describe.each(drivers)('A GraphQL subscription on $name', ({ adapter, module }) => {
  @Resolver()
  class PriceResolver {
    constructor(private readonly flags: FlagManager) {}

    /** Asks the service for each event, long after the handler has returned. */
    @Subscription('prices')
    async *prices() {
      try {
        for (;;) {
          yield { prices: this.flags.isEnabled('premium_tier') ? 'discount' : 'full price' };
          await setImmediate();
        }
      } finally {
        stopped.give();
      }
    }

    @Subscription('offers')
    @FeatureFlag('premium_tier', { fallback: 'prices' })
    async *offers() {
      try {
        for (;;) {
          yield { offers: 'premium offer' };
          await setImmediate();
        }
      } finally {
        stopped.give();
      }
    }
  }

  async function subscribe(field: string, user: object): Promise<unknown[]> {
    stopped = new Signal('The source was stopped');
    const typeDefs = 'type Query { nothing: String } type Subscription { prices: String offers: String }';
    const flags = FeatureFlagsModule.forRoot({ initialFlags });
    const root = shop({ imports: [flags, module(typeDefs)], providers: [PriceResolver] });
    app = await NestFactory.create(root, adapter.create(), { logger: false, forceCloseConnections: true });
    await app.listen(0, '127.0.0.1');
    const url = `${(await app.getUrl()).replace('http:', 'ws:')}/graphql`;
    const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { ...user } });
    const received: unknown[] = [];
    for await (const { data } of client.iterate({ query: `subscription { ${field} }` })) {
      if (received.push(data) === 3) break;
    }
    await client.dispose();
    return received;
  }

  it.each([
    [{ id: 'ada', plan: 'gold' }, 'discount'],
    [{ id: 'bob', plan: 'free' }, 'full price'],
  ])(
    'evaluates flags for its user at each event, and stops its source when the client leaves',
    async (user, prices) => {
      expect(await subscribe('prices', user)).toStrictEqual([{ prices }, { prices }, { prices }]);
      await expect(stopped.wait()).resolves.toBeUndefined();
    },
  );

  it('stops a gated source when the client leaves', async () => {
    expect(await subscribe('offers', { id: 'ada', plan: 'gold' })).toHaveLength(3);
    await expect(stopped.wait()).resolves.toBeUndefined();
  });
});

/** A source that never ends on its own. */
function endless(data: string): Observable<object> {
  return NEVER.pipe(
    startWith({ event: 'price', data }),
    finalize(() => stopped.give()),
  );
}

@WebSocketGateway()
class PriceGateway {
  @SubscribeMessage('live')
  live() {
    return endless('live');
  }

  @SubscribeMessage('gated')
  @FeatureFlag({ not: 'premium_tier' }, { fallback: () => endless('cached') })
  gated() {
    return endless('live');
  }
}

async function listen(gateway: Type, prepare: (nest: INestApplication) => void): Promise<string> {
  stopped = new Signal('The source was stopped');
  const flags = FeatureFlagsModule.forRoot({ initialFlags });
  app = await NestFactory.create(shop({ imports: [flags], providers: [gateway] }), { logger: false });
  prepare(app);
  await app.listen(0, '127.0.0.1');
  return (await app.getUrl()).replace('http:', 'ws:');
}

describe('A stream of a gateway', () => {
  it.each(['live', 'gated'])('stops its source when a client of ws leaves (%s)', async (event) => {
    const url = await listen(PriceGateway, (nest) => nest.useWebSocketAdapter(new WsAdapter(nest)));
    const client = await SocketClient.connect(url, {});
    expect(await client.ask(event)).toStrictEqual({ event: 'price', data: 'live' });
    await client.close();
    await expect(stopped.wait()).resolves.toBeUndefined();
  });

  it.each(['live', 'gated'])('stops its source when a client of socket.io leaves (%s)', async (event) => {
    const client = io(await listen(PriceGateway, () => {}), { transports: ['websocket'], forceNew: true });
    const received = once(client as unknown as NodeJS.EventEmitter, 'price');
    client.emit(event, {});
    expect(await received).toStrictEqual(['live']);
    client.disconnect();
    await expect(stopped.wait()).resolves.toBeUndefined();
  });
});
