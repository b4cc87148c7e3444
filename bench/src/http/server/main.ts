import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { APPS } from './apps/apps.js';
import { Authentication } from './authentication.js';
import type { Answer, Question } from './messages.js';
import { PLATFORMS, ROW_NAMES, type Platform, type RowName } from './row-name.js';

// Started by the suite as `node main.js <platform> <row>…`; serves each row on a port of its own until it is told to stop.
const [platform, ...rows] = process.argv.slice(2);
const platformName = PLATFORMS.find((name) => name === platform);
const rowNames = ROW_NAMES.filter((name) => rows.includes(name));
if (platformName === undefined || rowNames.length !== rows.length || rows.length === 0) {
  throw new Error(`No such server: ${process.argv.slice(2).join(' ')}`);
}

const tell = (answer: Answer) => process.send?.(answer);
const servers: Served[] = [];
for (const row of rowNames) servers.push(await serve(platformName, row));

process.on('message', (question: Question) => {
  switch (question.ask) {
    case 'usage': {
      const { user, system } = process.cpuUsage();
      return void tell({ cpu: user + system });
    }
    case 'plan':
      for (const { authentication } of servers) authentication.plan = question.plan;
      return void tell({ plan: question.plan });
    case 'collect':
      return void collect();
    case 'stop':
      return void stop();
  }
});
process.once('disconnect', () => process.exit());
tell({ ports: Object.fromEntries(servers.map(({ row, port }) => [row, port])) });

/** One row that is served. */
interface Served {
  readonly row: RowName;
  readonly app: INestApplication;
  readonly authentication: Authentication;
  readonly port: number;
}

async function serve(name: Platform, row: RowName): Promise<Served> {
  const adapter = await adapterOf(name);
  const app = await NestFactory.create(await APPS[row](), adapter, { logger: ['error'] });
  const authentication = new Authentication();
  authentication.mount(adapter, row === 'nest-feature-guard' ? authentication.setUserAndId : authentication.setUser);
  await app.listen(0, '127.0.0.1');
  return { row, app, authentication, port: Number(new URL(await app.getUrl()).port) };
}

async function adapterOf(name: Platform): Promise<AbstractHttpAdapter> {
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
  for (const { app } of servers) await app.close();
  tell({ stopped: true });
  process.disconnect();
}
