import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { FlagManager } from '../../../lib/index.js';
import { OfrepModule } from '../../../lib/ofrep/index.js';
import { shop } from '../http/support/shop.module.js';
import { shopFlags } from './ofrep-app.js';

/** Without `forceCloseConnections`, which would end the streams of any application. */
const adapters: readonly { readonly name: string; readonly create: () => AbstractHttpAdapter }[] = [
  { name: 'Express', create: () => new ExpressAdapter() },
  { name: 'Fastify', create: () => new FastifyAdapter() },
];

/** Less than the 5 seconds for which Node keeps an idle connection open; a busy machine may need most of it. */
const LIMIT_MS = 4000;

describe.each(adapters)('The close of an application with open event streams on $name', ({ create }) => {
  const sockets: ReturnType<typeof connect>[] = [];
  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

  async function start() {
    const module = shop({ flags: shopFlags, imports: [OfrepModule.register({ public: true })] });
    const app = await NestFactory.create(module, create(), { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    return { app, port: Number(new URL(await app.getUrl()).port) };
  }

  /** Opens a stream on a bare connection, and reads only its beginning. */
  async function openStream(port: number) {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {}); // the server may reset the connection
    socket.write('GET /ofrep/v1/events HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    await once(socket, 'data');
    return socket;
  }

  it('ends the streams, and does not wait for their clients to disconnect', async () => {
    const { app, port } = await start();
    const socket = await openStream(port);
    const ended = once(socket.resume(), 'close');
    const began = performance.now();
    await app.close();
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
    await ended;
  });

  it('does not wait for clients that read nothing', async () => {
    const { app, port } = await start();
    const silent = await Promise.all(Array.from({ length: 5 }, () => openStream(port)));
    for (const socket of silent) socket.pause();
    const flags = app.get(FlagManager, { strict: false });
    await flags.disable('new_checkout', { actor: 'ops' });
    const began = performance.now();
    await app.close();
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
  });
});
