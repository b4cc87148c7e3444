import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStream } from '../../../../lib/ofrep/events/event-stream.js';

/** More events than the buffers of a connection on one machine hold. */
const MANY = 200_000;

describe('A stream of events', () => {
  let server: Server;

  beforeEach(async () => {
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });

  async function connected() {
    const requested = once(server, 'request');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET /events HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    const [, response] = (await requested) as [unknown, ServerResponse];
    return { socket, response, stream: new EventStream(response, 1) };
  }

  it('drops a reader that does not keep up', async () => {
    const { socket, response, stream } = await connected();
    socket.pause();
    const ended = new Promise<void>((resolve) => stream.onEnd(resolve));
    const data = { type: 'refetchEvaluation', etag: 'x'.repeat(1000) };
    for (let i = 0; i < MANY && !response.destroyed; i++) {
      stream.sendEvent(`${i}`, data);
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(response.destroyed).toBe(true);
    await ended;
    expect(() => stream.sendHeartbeat()).not.toThrow();
    socket.destroy();
  });

  it('notices that a client has gone', async () => {
    const { socket, stream } = await connected();
    const ended = new Promise<void>((resolve) => stream.onEnd(resolve));
    socket.destroy();
    await expect(ended).resolves.toBeUndefined();
  });

  it('ends together with the connection', async () => {
    const { socket, stream } = await connected();
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    stream.sendId('7');
    stream.end();
    await once(socket, 'close');
    expect(text).toMatch(/^Connection: close\r$/m);
    expect(text).toContain('retry: 5000');
    expect(text).toContain('id: 7');
  });
});
