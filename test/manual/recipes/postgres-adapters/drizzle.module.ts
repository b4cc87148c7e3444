import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { drizzle } from 'drizzle-orm/node-postgres';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { PostgresStore } from 'nestjs-feature-flags/postgres';
import { Pool } from 'pg';

export class Database implements OnApplicationShutdown {
  readonly drizzle = drizzle(new Pool({ connectionString: process.env['DATABASE_URL'] }));

  constructor() {
    const logger = new Logger(Database.name);
    this.drizzle.$client.on('error', (error) => logger.error(error.message)); // otherwise, a lost connection ends the process
  }

  async onApplicationShutdown() {
    await this.drizzle.$client.end(); // after the flags are closed
  }
}

@Module({ providers: [Database], exports: [Database] })
export class DatabaseModule {}

@Module({
  imports: [
    FeatureFlagsModule.forRootAsync({
      imports: [DatabaseModule],
      inject: [Database],
      useFactory: ({ drizzle: { $client } }: Database) => ({ store: new PostgresStore({ pool: $client }) }),
    }),
  ],
})
export class AppModule {}
