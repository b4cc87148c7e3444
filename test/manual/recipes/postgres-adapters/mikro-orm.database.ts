import type { EntityManager } from '@mikro-orm/postgresql';
import type { PostgresDatabase } from 'nestjs-feature-flags/postgres';
import { knexDatabase } from './knex.database.js';

/** Runs the statements of the store on the connections of MikroORM 6, which uses Knex. */
export function mikroOrmDatabase(entityManager: EntityManager): PostgresDatabase {
  return knexDatabase(entityManager.getKnex('write'));
}
