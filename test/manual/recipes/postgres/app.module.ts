import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { PostgresStore } from 'nestjs-feature-flags/postgres';
import { Pool } from 'pg';

export class Database implements OnApplicationShutdown {
  readonly pool = new Pool({ connectionString: process.env['DATABASE_URL'] });

  constructor() {
    const logger = new Logger(Database.name);
    this.pool.on('error', (error) => logger.error(error.message)); // without a listener, a lost connection ends the process
  }

  async onApplicationShutdown() {
    await this.pool.end(); // after the flags are closed
  }
}

@Module({ providers: [Database], exports: [Database] })
export class DatabaseModule {}

@Module({
  imports: [
    FeatureFlagsModule.forRootAsync({
      imports: [DatabaseModule],
      inject: [Database],
      useFactory: ({ pool }: Database) => ({ store: new PostgresStore({ pool }) }),
    }),
  ],
})
export class AppModule {}
