import { migratePostgres } from 'nestjs-feature-flags/postgres';
import { Pool } from 'pg';

/** Runs in the deployment, before the new release starts. */
export async function migrate(): Promise<void> {
  const pool = new Pool({ connectionString: process.env['MIGRATION_URL'] });
  try {
    await migratePostgres(pool, { role: 'shop' }); // the role of the application
  } finally {
    await pool.end();
  }
}
