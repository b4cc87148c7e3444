import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { TcpProxy } from './tcp-proxy.js';

describe('A proxied network', () => {
  let server: Server;
  let proxy: TcpProxy;
  let served: Socket[] = [];
  let received: string[] = [];

  beforeEach(async () => {
    served = [];
    received = [];
    server = createServer((socket) => {
      served.push(socket);
      socket.on('error', () => {}); // a reset, as requested
      socket.on('data', (chunk) => {
        received.push(chunk.toString());
        socket.write(`${chunk.toString()}!`);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.start((server.address() as AddressInfo).port);
  });

  afterEach(async () => {
    await proxy.close();
    for (const socket of served) socket.destroy();
    server.close();
  });

  it('forwards bytes in both directions, and counts them', async () => {
    const client = await Client.connect(proxy.port);
    client.say('hello');
    await client.receives('hello!');
    expect([proxy.carried('to_server'), proxy.carried('to_client')]).toEqual([5, 6]);
  });

  it('drops the bytes of one direction permanently', async () => {
    const client = await Client.connect(proxy.port);
    await proxy.begin({ kind: 'drop', directions: ['to_client'] });
    client.say('lost');
    await eventually(() => expect(received).toEqual(['lost']));
    client.say('found');
    await eventually(() => expect(received).toEqual(['lost', 'found'])); // by then the first answer has reached the proxy
    await proxy.end();
    const other = await Client.connect(proxy.port);
    other.say('hello');
    await other.receives('hello!');
    expect([client.received, client.events]).toEqual(['', []]);
  });

  it('delays bytes, keeping their order', async () => {
    const client = await Client.connect(proxy.port);
    await proxy.begin({ kind: 'delay', milliseconds: 50 });
    const began = performance.now();
    client.say('a');
    await eventually(() => expect(received).toEqual(['a']));
    expect(performance.now() - began).toBeGreaterThanOrEqual(49);
    await proxy.end();
    client.say('b');
    await client.receives('a!b!');
  });

  it('closes one half and notifies only the client', async () => {
    const client = await Client.connect(proxy.port);
    await proxy.begin({ kind: 'half_close', notified: 'client' });
    await client.meets('end');
    client.say('still here');
    await eventually(() => expect(received).toEqual(['still here']));
  });

  it('closes one half and notifies only the server', async () => {
    const client = await Client.connect(proxy.port);
    await eventually(() => expect(served).toHaveLength(1));
    const end = once(served[0] as Socket, 'close');
    await proxy.begin({ kind: 'half_close', notified: 'server' });
    await end;
    client.say('anybody?');
    await proxy.end();
    const other = await Client.connect(proxy.port);
    other.say('hello');
    await other.receives('hello!');
    expect([client.received, client.events]).toEqual(['', []]);
  });

  it('resets connections, refuses new ones, and accepts them again when it is repaired', async () => {
    const client = await Client.connect(proxy.port);
    await proxy.begin({ kind: 'cut' });
    await client.meets('ECONNRESET');
    await expect(Client.connect(proxy.port)).rejects.toThrow('ECONNREFUSED');
    await proxy.end();
    const other = await Client.connect(proxy.port);
    other.say('hello');
    await other.receives('hello!');
  });
});

/** One end of a connection, and what has happened to it. */
class Client {
  received = '';
  readonly events: string[] = [];
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => (this.received += chunk.toString()));
    socket.on('end', () => this.events.push('end'));
    socket.on('error', (error: NodeJS.ErrnoException) => this.events.push(error.code ?? error.message));
  }

  static async connect(port: number): Promise<Client> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return new Client(socket);
  }

  say(text: string): void {
    this.#socket.write(text);
  }

  async receives(text: string): Promise<void> {
    await eventually(() => expect(this.received).toBe(text));
  }

  async meets(event: string): Promise<void> {
    await eventually(() => expect(this.events).toContain(event));
  }
}
