// Prints by how many bytes the heap has grown after many calls with contexts, as JSON.
// Run it with node --expose-gc heap-of-calls.mjs <http | tcp | ws> <calls>
import 'reflect-metadata';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { firstValueFrom } from 'rxjs';
import { WebSocket } from 'ws';
import { FeatureFlagsModule, FlagGuard, FlagManager } from '../../dist/index.js';

const [transport, calls] = [process.argv[2], Number(process.argv[3])];
const WARM_UP = 5000;
const CONCURRENT = 20;

/** Waits, so that each call keeps its context over turns of the event loop. */
async function contextOf(call, execution) {
  await setImmediate();
  const payload = execution?.getType() === 'http' ? execution.getArgByIndex(0).query : payloadOf(execution);
  return { userId: payload?.user };
}

function payloadOf(execution) {
  return execution?.getType() === 'rpc' ? execution.getArgByIndex(0) : execution?.getArgByIndex(1);
}

class Shop {
  flags;

  async buy() {
    await setImmediate();
    return this.flags.isEnabled('premium') ? 'premium' : 'standard';
  }
}

function decorate(handler, ...ofClass) {
  const method = Object.getOwnPropertyDescriptor(Shop.prototype, 'buy');
  handler(Shop.prototype, 'buy', method);
  UseGuards(FlagGuard('open'))(Shop.prototype, 'buy', method);
  for (const decorator of ofClass) decorator(Shop);
}

function root(metadata) {
  class Root {}
  const initialFlags = { open: true, premium: { type: 'percentage', percentage: 50 } };
  const flags = FeatureFlagsModule.forRoot({ initialFlags, contextResolver: contextOf, cacheTtl: 60 });
  Module({ imports: [flags], ...metadata })(Root);
  return Root;
}

/** Each starts an application and returns it with a function that makes one call as a user. */
const servers = {
  http: async () => {
    decorate(Get('buy'), Controller());
    const app = await NestFactory.create(root({ controllers: [Shop] }), new FastifyAdapter(), { logger: ['error'] });
    await app.listen(0, '127.0.0.1');
    const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
    const { port } = app.getHttpServer().address();
    const call = async (user) => {
      const [response] = await once(request({ agent, port, path: `/buy?user=${user}` }).end(), 'response');
      return (await response.toArray()).join('');
    };
    return { app, call };
  },
  tcp: async () => {
    decorate(MessagePattern('buy'), Controller());
    const options = { host: '127.0.0.1', port: await freePort() };
    const app = await NestFactory.createMicroservice(root({ controllers: [Shop] }), {
      transport: Transport.TCP,
      options,
      logger: ['error'],
    });
    await app.listen();
    const client = ClientProxyFactory.create({ transport: Transport.TCP, options });
    return { app, call: (user) => firstValueFrom(client.send('buy', { user })) };
  },
  ws: async () => {
    decorate(SubscribeMessage('buy'), WebSocketGateway());
    const app = await NestFactory.create(root({ providers: [Shop] }), { logger: ['error'] });
    app.useWebSocketAdapter(new WsAdapter(app));
    await app.listen(0, '127.0.0.1');
    const socket = new WebSocket(`ws://127.0.0.1:${app.getHttpServer().address().port}`);
    await once(socket, 'open');
    const waiting = [];
    socket.on('message', (message) => waiting.shift()(JSON.parse(Buffer.from(message).toString())));
    const call = (user) => {
      const answer = new Promise((resolve) => waiting.push(resolve));
      socket.send(JSON.stringify({ event: 'buy', data: { user } }));
      return answer;
    };
    return { app, call };
  },
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function make(count, first, call) {
  let answers = 0;
  const work = async (worker) => {
    for (let user = worker; user < count; user += CONCURRENT) {
      if (['premium', 'standard'].includes(await call(`user-${first + user}`))) answers++;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, (_, worker) => work(worker)));
  return answers;
}

async function heap() {
  for (let turn = 0; turn < 5; turn++) {
    await setImmediate(); // lets finished work release what it holds
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

const { app, call } = await servers[transport]();
app.get(Shop).flags = app.get(FlagManager);
await make(WARM_UP, 0, call);
const before = await heap();
const answers = await make(calls, WARM_UP, call);
const after = await heap();
process.stdout.write(JSON.stringify({ answers, grown: after - before }));
process.exit(0);
