import type { Knex } from 'knex';
import type { PostgresDatabase } from 'nestjs-feature-flags/postgres';
import type { Client } from 'pg';

/** Runs the statements of the store on connections of Knex, because `knex.raw` does not accept `$1`. */
export function knexDatabase({ client }: Pick<Knex, 'client'>): PostgresDatabase {
  return {
    async query(text, values) {
      const connection: Client = await client.acquireConnection();
      try {
        return await connection.query(text, values);
      } finally {
        await client.releaseConnection(connection);
      }
    },

    async listen(channel, listener) {
      const connection: Client = await client.acquireRawConnection(); // one that does not belong to the pool
      connection.on('notification', ({ payload = '' }) => listener(payload));
      try {
        await connection.query(`LISTEN ${connection.escapeIdentifier(channel)}`);
      } catch (error) {
        await connection.end();
        throw error;
      }
      return () => connection.end();
    },
  };
}
