import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { RedisStore } from 'nestjs-feature-flags/redis';

const url = process.env['REDIS_URL'] ?? 'redis://localhost:6379';

@Module({
  imports: [
    BullModule.forRoot({ connection: { url } }), // by ioredis
    FeatureFlagsModule.forRoot({ store: new RedisStore({ url, prefix: 'shop' }) }), // by the package redis
  ],
})
export class AppModule {}
