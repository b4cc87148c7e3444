import type { Statement } from '../connection/statement.js';
import { SERVER_TIME } from './sql-time.js';

/** Reads the clock of the server, as `time`, in milliseconds since 1970. */
export const timeStatement: Statement = { text: `SELECT ${SERVER_TIME} AS time`, values: [] };
