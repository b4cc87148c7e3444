import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { PostgresStore } from 'nestjs-feature-flags/postgres';
import { Connections, ConnectionsModule } from './connections.module.js';

@Module({
  imports: [
    FeatureFlagsModule.forRootAsync({
      imports: [ConnectionsModule],
      inject: [Connections],
      useFactory: ({ pool }: Connections) => ({ store: new PostgresStore({ pool }) }),
    }),
  ],
})
export class AppModule {}
