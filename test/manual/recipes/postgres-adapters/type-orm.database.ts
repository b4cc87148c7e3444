import type { PostgresDatabase } from 'nestjs-feature-flags/postgres';
import type { DataSource } from 'typeorm';

/** Runs the statements of the store on connections of a TypeORM data source; with replication, on the master. */
export function typeOrmDatabase(dataSource: DataSource): PostgresDatabase {
  return {
    query: async (text, values) => ({ rows: await dataSource.query<unknown[]>(text, values) }),
  };
}
