import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isLoopback } from '../../../../lib/testing/scope/is-loopback.js';
import { OutgoingRequests } from '../../../../lib/testing/scope/outgoing-requests.js';

const NAME = 'x-scope';

let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((received, response) => response.end(String(received.headers[NAME])));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());

async function bodyOf(options: object): Promise<string> {
  const sent = request({ agent: false, ...options }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return (await response.setEncoding('utf8').toArray()).join('');
}

async function whileAdding<T>(value: string | undefined, work: () => Promise<T>): Promise<T> {
  const outgoing = new OutgoingRequests(() => (value === undefined ? undefined : { name: NAME, value }));
  outgoing.start();
  try {
    return await work();
  } finally {
    outgoing.stop();
  }
}

const fetched = async () => await (await fetch(`http://127.0.0.1:${port}`)).text();

/** Resolves every name to this machine, as a host of another name would be resolved to its address. */
const lookup = (_host: string, _options: unknown, done: (error: null, found: object[]) => void) =>
  done(null, [{ address: '127.0.0.1', family: 4 }]);

describe('OutgoingRequests', () => {
  it('adds the header to requests of http and fetch to this machine', async () => {
    expect(await whileAdding('7', () => bodyOf({ port, host: '127.0.0.1' }))).toBe('7');
    expect(await whileAdding('7', fetched)).toBe('7');
  });

  it('adds no header to a request to another machine', async () => {
    expect(await whileAdding('7', () => bodyOf({ port, host: 'shop.example', lookup }))).toBe('undefined');
  });

  it('adds the header to a request over a Unix socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flags-'));
    const own = createServer((received, response) => response.end(String(received.headers[NAME])));
    own.listen(join(folder, 'shop.sock'));
    await once(own, 'listening');
    expect(await whileAdding('7', () => bodyOf({ socketPath: join(folder, 'shop.sock') }))).toBe('7');
    own.close();
    await rm(folder, { recursive: true });
  });

  it('adds no header if there is none, or after its end', async () => {
    expect(await whileAdding(undefined, () => bodyOf({ port, host: '127.0.0.1' }))).toBe('undefined');
    expect(await bodyOf({ port, host: '127.0.0.1' })).toBe('undefined');
  });
});

describe('isLoopback', () => {
  it.each(['localhost', 'LOCALHOST', 'tenant.localhost', '127.0.0.1', '127.1.2.3', '0.0.0.0', '::1', '[::1]', '::'])(
    'is true for %s',
    (host) => expect(isLoopback(host)).toBe(true),
  );

  it.each(['example.com', 'localhost.example.com', '10.0.0.1', '128.0.0.1', '127.0.0.1.example.com', '::2', ''])(
    'is false for %j',
    (host) => expect(isLoopback(host)).toBe(false),
  );
});
