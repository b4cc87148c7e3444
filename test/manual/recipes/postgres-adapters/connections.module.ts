import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';

/** The connections of the application, for Prisma and for the flags. */
export class Connections implements OnApplicationShutdown {
  readonly pool = new Pool({ connectionString: process.env['DATABASE_URL'] });
  readonly adapter = new PrismaPg(this.pool);

  constructor() {
    const logger = new Logger(Connections.name);
    this.pool.on('error', (error) => logger.error(error.message)); // without a listener, a lost connection ends the process
  }

  async onApplicationShutdown() {
    await this.pool.end(); // after the flags are closed
  }
}

@Module({ providers: [Connections], exports: [Connections] })
export class ConnectionsModule {}
