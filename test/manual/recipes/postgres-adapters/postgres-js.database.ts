import type { PostgresDatabase } from 'nestjs-feature-flags/postgres';
import type { JSONValue, Sql } from 'postgres';

/**
 * Runs the statements of the store through postgres.js.
 *
 * @param connect creates a client that only listens, such as `() => postgres(url, { max: 1 })`
 */
export function postgresJsDatabase(sql: Sql, connect: () => Sql): PostgresDatabase {
  return {
    query: async (text, values) => ({ rows: await sql.unsafe(text, values as JSONValue[]) }),

    async listen(channel, listener) {
      const client = connect();
      const stop = () => client.end({ timeout: 0 });
      const reconnected = () => listener(''); // the store then reads what it may have missed
      try {
        await client.listen(channel, listener, reconnected);
      } catch (error) {
        await stop();
        throw error;
      }
      return stop;
    },
  };
}
