import { describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from '../../../lib/index.js';
import { RedisStore } from '../../../lib/redis/redis.store.js';
import { HealthModule } from '../../manual/recipes/health/health.module.js';
import { describeWithProgram } from '../../support/describe-with-server.js';
import { durableRedis } from '../../support/durable-redis.js';
import { eventually } from '../../support/eventually.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { redisServer } from '../../support/servers.js';

const CURRENT = { feature_flags: { status: 'up', state: 'ready', version: 1, problems: [] } };

describeWithProgram(redisServer.command, 'Health checks of an application', () => {
  const server = durableRedis();

  describe.each(adapters)('on $name', (adapter) => {
    const start = httpApps(adapter);

    function shop() {
      const flags = FeatureFlagsModule.forRoot({
        store: new RedisStore({ url: `redis://localhost:${server().port}` }),
        storeTimeout: '300ms',
        logger: new RecordingLogger(),
        initialFlags: { sale: true },
      });
      class ShopModule {}
      Module({ imports: [flags, HealthModule] })(ShopModule);
      return start(ShopModule);
    }

    it('are degraded while Redis is down, name the cause, and recover with it', async () => {
      const app = await shop();
      await app.flags.disable('sale', { actor: 'olga' });
      expect(await app.json('/health/ready')).toMatchObject({ status: 'ok', info: CURRENT });
      expect(await app.json('/health/live')).toMatchObject({ status: 'ok' });

      await server().kill();
      const outage = await eventually(async () => {
        const body = await app.text('/health/ready'); // a degraded instance stays in service
        expect(JSON.parse(body)).toMatchObject({
          status: 'degraded',
          info: {
            feature_flags: {
              status: 'degraded',
              state: 'degraded',
              version: 1,
              problems: [
                {
                  problem: 'stale',
                  source: 'redis-store:feature-flags',
                  since: expect.stringMatching(/^\d{4}-.*Z$/),
                  errorCodes: expect.arrayContaining(['STORE_UNAVAILABLE']),
                  remedy: expect.stringContaining('Check that it can be reached'),
                },
              ],
            },
          },
        });
        return body;
      });
      expect(outage).not.toMatch(/localhost|127\.0\.0\.1|olga|sale/);
      expect(await app.json('/health/live')).toMatchObject({ status: 'ok' });
      expect(app.flags.isEnabled('sale')).toBe(false);

      await server().restart();
      await eventually(async () => {
        expect(await app.json('/health/ready')).toMatchObject({ status: 'ok', info: CURRENT });
      }, 15_000);
    }, 40_000);

    it('fail once the application has closed its flags', async () => {
      const app = await shop();
      await app.flags.close();
      const { status, text } = await app.ask('/health/ready');
      expect([status, JSON.parse(text)]).toMatchObject([
        503,
        { status: 'error', error: { feature_flags: { status: 'down', state: 'closed' } } },
      ]);
      expect(await app.status('/health/live')).toBe(200);
    });
  });
});
