// Prints as JSON how many answers of an external provider were served to requests, and how many of them are still on the
// heap afterwards, while the application runs. Run it with node --expose-gc.
import 'reflect-metadata';
import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FeatureFlagsModule, FlagDetails, FlagGuard, FlagManager, MemoryStore } from '../../dist/index.js';
import { OpenTelemetryObserver } from '../../dist/telemetry/index.js';

const REQUESTS = Number(process.argv[2]);
const MAX_ROUNDS = 100;

/** Everything that was served, without keeping it. */
const served = [];

const vendor = {
  name: 'vendor',
  keys: ['layout'],
  contextOf: ({ userId }) => ({ targetingKey: userId }),
  async evaluate(key, { targetingKey }) {
    const value = { text: `${key} of ${targetingKey}` };
    served.push(new WeakRef(value));
    return { outcome: 'answer', evaluation: { enabled: true, value, variant: targetingKey, reason: 'custom' } };
  },
};

class PageController {
  page(greeting) {
    const flags = nest.get(FlagManager);
    const layout = flags.evaluate('layout');
    served.push(new WeakRef(greeting), new WeakRef(layout), new WeakRef(flags.getValue('layout', {})));
    flags.explain('layout');
    return flags.evaluateAll().length;
  }
}
Controller()(PageController);
const page = Object.getOwnPropertyDescriptor(PageController.prototype, 'page');
Get()(PageController.prototype, 'page', page);
UseGuards(FlagGuard('welcome'))(PageController.prototype, 'page', page);
FlagDetails('greeting')(PageController.prototype, 'page', 0);

class AppModule {}
Module({
  imports: [
    FeatureFlagsModule.forRoot({
      externalFlags: vendor,
      contextResolver: ({ headers }) => ({ userId: headers['x-user-id'] }),
      store: new MemoryStore(),
      usage: true,
      logDenials: true,
      onExposure: () => {},
      observers: [new OpenTelemetryObserver()],
      logger: { log() {}, warn() {}, error() {}, debug() {} },
    }),
  ],
  controllers: [PageController],
})(AppModule);

const nest = await NestFactory.create(AppModule, { logger: false });
await nest.listen(0, '127.0.0.1');
const url = await nest.getUrl();

for (let request = 0; request < REQUESTS; request++) {
  const headers = { 'x-user-id': `user-${request}`, connection: 'close' };
  const response = await new Promise((resolve, reject) => get(url, { headers }, resolve).on('error', reject));
  const body = await text(response);
  if (body !== '3') throw new Error(`The request was answered with ${response.statusCode}: ${body}`);
}

let retained = served.length;
for (let round = 0; retained > 0 && round < MAX_ROUNDS; round++) {
  await setImmediate();
  globalThis.gc();
  retained = served.filter((answer) => answer.deref() !== undefined).length;
}
await nest.close();
process.stdout.write(JSON.stringify({ served: served.length, retained }));
