import { CompiledQuery, type Kysely } from 'kysely';
import type { PostgresDatabase } from 'nestjs-feature-flags/postgres';

/** Runs the statements of the store on connections of Kysely. */
export function kyselyDatabase<Tables>(kysely: Kysely<Tables>): PostgresDatabase {
  const plain = kysely.withoutPlugins(); // a plugin such as CamelCasePlugin would rename the columns of the results
  return {
    query: (text, values) => plain.executeQuery(CompiledQuery.raw(text, values)),
  };
}
