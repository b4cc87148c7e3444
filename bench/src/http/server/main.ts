import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { APPS } from './apps/apps.js';
import { Authentication } from './authentication.js';
import type { Answer, Question } from './messages.js';
import { PLATFORMS, ROW_NAMES } from './row-name.js';

// Started by the suite as `node main.js <platform> <row>`; serves one row until it is told to stop.
const [platform, row] = process.argv.slice(2);
const platformName = PLATFORMS.find((name) => name === platform);
const rowName = ROW_NAMES.find((name) => name === row);
if (platformName === undefined || rowName === undefined) throw new Error(`No such server: ${platform} ${row}`);

const tell = (answer: Answer) => process.send?.(answer);
const adapter = await adapterOf(platformName);
const root = await APPS[rowName]();
const app = await NestFactory.create(root, adapter, { logger: ['error'] });
const authentication = new Authentication();
authentication.mount(adapter, rowName === 'nest-feature-guard' ? authentication.setUserAndId : authentication.setUser);
await app.listen(0, '127.0.0.1');

process.on('message', (question: Question) => {
  switch (question.ask) {
    case 'usage': {
      const { user, system } = process.cpuUsage();
      return void tell({ cpu: user + system });
    }
    case 'plan':
      authentication.plan = question.plan;
      return void tell({ plan: question.plan });
    case 'collect':
      return void collect();
    case 'stop':
      return void stop();
  }
});
process.once('disconnect', () => process.exit());
tell({ port: Number(new URL(await app.getUrl()).port) });

async function adapterOf(name: (typeof PLATFORMS)[number]): Promise<AbstractHttpAdapter> {
  if (name === 'fastify') return new (await import('@nestjs/platform-fastify')).FastifyAdapter();
  return new (await import('@nestjs/platform-express')).ExpressAdapter();
}

/** Each collection stands in a turn of its own, where nothing of a request is alive. */
async function collect(): Promise<void> {
  for (let full = 0; full < 4; full += 1) {
    await setTimeout(20);
    globalThis.gc?.();
  }
  tell({ collected: true });
}

async function stop(): Promise<void> {
  await app.close();
  tell({ stopped: true });
  process.disconnect();
}
