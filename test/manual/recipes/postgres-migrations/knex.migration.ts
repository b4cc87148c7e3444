import type { Knex } from 'knex';
import { postgresSql } from 'nestjs-feature-flags/postgres';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(postgresSql({ from: 1, to: 1 }));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP SCHEMA feature_flags CASCADE');
}
