import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import { io, type Socket } from 'socket.io-client';
import { FeatureFlagsModule } from '../../../../lib/nest/feature-flags.module.js';
import { shop } from '../../module/apps.js';
import { headersOf, initialFlags, PriceService, shopHandlers } from './shop-handlers.js';
import { SocketClient } from './socket-client.js';
import type { Client, Outcome, Transport, User } from './transport.js';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

function userOf({ 'x-user-id': id, 'x-user-plan': plan }: Headers): User | undefined {
  return typeof id === 'string' && typeof plan === 'string' ? { id, plan } : undefined;
}

const ShopHandlers = shopHandlers((name) => SubscribeMessage(name));

/** Signs in on connecting, as applications with `ws` do. */
@WebSocketGateway()
class WsGateway extends ShopHandlers implements OnGatewayConnection {
  handleConnection(client: { user?: User | undefined }, { headers }: IncomingMessage): void {
    client.user = userOf(headers);
  }
}

/** Signs in on connecting, as applications with socket.io do. */
@WebSocketGateway()
class SocketIoGateway extends ShopHandlers implements OnGatewayConnection {
  handleConnection(client: { data: { user?: User | undefined }; handshake: { headers: Headers } }): void {
    client.data.user = userOf(client.handshake.headers);
  }
}

const denied = { status: 'error', message: 'Not Found', code: 'FEATURE_FLAG_DISABLED' };

function socketTransport(
  gateway: Type,
  prepare: (app: INestApplication) => void,
  connect: (url: string, user: User | undefined) => Promise<Client>,
): Transport {
  return {
    start: async (options, logger) => {
      const root = shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags, logger, ...options })],
        providers: [gateway, PriceService],
      });
      const app = await NestFactory.create(root, { logger });
      prepare(app);
      await app.listen(0, '127.0.0.1');
      const url = (await app.getUrl()).replace('http:', 'ws:');
      return { close: () => app.close(), connect: (user) => connect(url, user) };
    },
    denied: () => denied,
  };
}

export const ws = socketTransport(
  WsGateway,
  (app) => app.useWebSocketAdapter(new WsAdapter(app)),
  async (url, user) => {
    const client = await SocketClient.connect(url, headersOf(user));
    return {
      ask: async (handler): Promise<Outcome> => {
        const answer = await client.ask(handler);
        return typeof answer === 'string' ? { answer } : { denied: exceptionIn(answer) };
      },
      close: () => client.close(),
    };
  },
);

/** The data of an `exception` event. */
function exceptionIn(message: unknown): unknown {
  const { event, data } = message as { event: unknown; data: unknown };
  return event === 'exception' ? data : message;
}

export const socketIo = socketTransport(
  SocketIoGateway,
  () => {}, // Nest's default
  async (url, user) => {
    const socket = io(url, { transports: ['websocket'], forceNew: true, extraHeaders: headersOf(user) });
    await once(socket as unknown as NodeJS.EventEmitter, 'connect');
    return {
      ask: (handler) => answerOf(socket, handler),
      close: async () => void socket.disconnect(),
    };
  },
);

function answerOf(socket: Socket, handler: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const deny = (data: unknown) => resolve({ denied: data });
    socket.once('exception', deny);
    socket.emit(handler, {}, (answer: unknown) => {
      socket.off('exception', deny);
      resolve({ answer });
    });
  });
}
