import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { WebSocket } from 'ws';

/** A WebSocket client that asks one question after the other. */
export class SocketClient {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async connect(url: string, headers: Record<string, string>): Promise<SocketClient> {
    const socket = new WebSocket(url, { headers });
    await once(socket, 'open');
    return new SocketClient(socket);
  }

  /** Sends a message and resolves with the next one that arrives, as the gateway sent it. */
  async ask(event: string, data: unknown = {}): Promise<unknown> {
    const answer = once(this.#socket, 'message');
    this.#socket.send(JSON.stringify({ event, data }));
    const [message] = (await answer) as [Buffer];
    return JSON.parse(message.toString('utf8'));
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }
}

/** Makes what connects clients to an app that listens; all of them leave after each test. */
export function socketClients(): (app: INestApplication, headers?: Record<string, string>) => Promise<SocketClient> {
  const open: SocketClient[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((client) => client.close()));
  });
  return async (app, headers = {}) => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const client = await SocketClient.connect(`ws://127.0.0.1:${port}`, headers);
    open.push(client);
    return client;
  };
}
