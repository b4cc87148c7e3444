import { trimPostgresLog } from 'nestjs-feature-flags/postgres';

/** Runs once a day, as a role that may do nothing else. */
export async function removeOldEntries(): Promise<number> {
  return await trimPostgresLog(process.env['RETENTION_URL'] ?? '', { olderThan: '17520h' }); // two years
}
