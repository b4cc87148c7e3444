import type { Statement } from '../connection/statement.js';

/**
 * Sends a notification that needs neither a disk nor a standby: without `synchronous_commit`, its commit does not wait
 * for them.
 */
const NOTIFY = `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1::text, $2::text)`;

export function notifyStatement(channel: string, payload: string): Statement {
  return { text: NOTIFY, values: [channel, payload] };
}
