import { expect, it } from '@jest/globals';
import { postgresSql } from '../../../lib/postgres/schema/postgres-sql.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { freshSchema } from './support/fresh-schema.js';

describeWithPostgres('The SQL of the Postgres store', (running) => {
  it('changes nothing when it is run again, such as after a reset by a migration tool', async () => {
    const schema = freshSchema();
    const { user: role } = await running().createUser();
    const sql = postgresSql({ schema, role, retentionRole: role });
    await running().query(sql);
    await running().query(`UPDATE ${schema}.position SET version = 7, id = 'last'`);
    const migrations = await running().query(`SELECT * FROM ${schema}.migrations`);
    await running().query(sql);
    expect(await running().query(`SELECT * FROM ${schema}.migrations`)).toStrictEqual(migrations);
    expect(await running().query(`SELECT version::int FROM ${schema}.position`)).toStrictEqual([{ version: 7 }]);
  });

  it('is undone as a whole when a statement fails, without a transaction of its own', async () => {
    const schema = freshSchema();
    await expect(running().query(postgresSql({ schema, role: 'nobody' }))).rejects.toMatchObject({ code: '42704' });
    const schemas = await running().query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
    expect(schemas).toStrictEqual([]);
  });

  it('replaces no schema that exists, and needs no right to create one then', async () => {
    const schema = freshSchema();
    const login = await running().createUser();
    await running().query(`CREATE SCHEMA ${schema} AUTHORIZATION "${login.user}"`);
    await running().pool(login).query(postgresSql({ schema }));
    expect(await running().query(`SELECT version::int FROM ${schema}.position`)).toStrictEqual([{ version: 0 }]);
  });
});
