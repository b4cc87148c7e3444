import { afterEach, expect, it } from '@jest/globals';
import { getQueueToken, BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { FlagManager } from '../../lib/index.js';
import { RedisStore } from '../../lib/redis/index.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';

describeWithServer(redisServer, 'An application that uses ioredis', (running) => {
  const before = process.env['REDIS_URL'];
  afterEach(() => {
    if (before === undefined) delete process.env['REDIS_URL'];
    else process.env['REDIS_URL'] = before;
  });

  it('shares one server with the store, each through its own client', async () => {
    process.env['REDIS_URL'] = `redis://127.0.0.1:${running().port}`;
    const { AppModule } = await import('./recipes/redis/queue.module.js');
    @Module({ imports: [AppModule, BullModule.registerQueue({ name: 'mails' })] })
    class Root {}
    const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
    try {
      await app.get(FlagManager).saveFlag('sale', true);
      await app.get<Queue>(getQueueToken('mails')).add('welcome', {});
      const redis = new Redis(process.env['REDIS_URL']);
      const names = await redis.keys('*');
      redis.disconnect();
      expect(names).toEqual(expect.arrayContaining(['{shop}:documents', 'bull:mails:id']));
    } finally {
      await app.close();
    }
  });

  it('gets an error when it passes a client of ioredis to the store', () => {
    const redis = new Redis({ port: running().port, lazyConnect: true });
    expect(() => new RedisStore({ client: redis as never })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining('"client"') }),
    );
    redis.disconnect();
  });
});
