import { describe, expect, it } from '@jest/globals';
import type { PostgresConnection } from '../../../lib/postgres/connection/postgres-connection.js';
import { PostgresFailures } from '../../../lib/postgres/connection/postgres-failures.js';
import { PostgresStatements } from '../../../lib/postgres/connection/postgres-statements.js';
import { StoreFailedError, StoreUnavailableError } from '../../../lib/store/store.errors.js';
import { eventually } from '../../support/eventually.js';

const failures = new PostgresFailures('postgres', 'shop');
const statement = { text: 'SELECT 1', values: [] };

/** Records the limits of the statements that are sent. */
class RecordingConnection implements PostgresConnection {
  readonly limits: number[] = [];

  async send(_: unknown, limit: number) {
    this.limits.push(limit);
    return [{ n: 1 }];
  }

  close(): void {}
}

describe('A statement', () => {
  it('has the timeout of the store, or its own', async () => {
    const connection = new RecordingConnection();
    const statements = new PostgresStatements({ connection, failures, timeout: 2000 });
    await expect(statements.run(statement)).resolves.toStrictEqual([{ n: 1 }]);
    await statements.run(statement, 10_000);
    const [usual = 0, long = 0] = connection.limits;
    expect([usual <= 2000, usual > 1900, long <= 10_000, long > 9900]).toStrictEqual([true, true, true, true]);
  });

  it('is sent after the database was checked, with the rest of its time', async () => {
    const connection = new RecordingConnection();
    const events: string[] = [];
    const ready = async () => {
      events.push(`checked after ${connection.limits.length} statements`);
      const began = performance.now();
      await eventually(() => expect(performance.now()).toBeGreaterThan(began + 3));
    };
    const statements = new PostgresStatements({ connection, failures, timeout: 2000, ready });
    await statements.run(statement);
    expect(events).toStrictEqual(['checked after 0 statements']);
    expect(connection.limits[0]).toBeLessThan(1999);
  });

  it('is not sent if the check fails or takes too long', async () => {
    const connection = new RecordingConnection();
    const failed = failures.failed('its tables are missing');
    const checks = [() => Promise.reject(failed), () => new Promise<void>(() => {})];
    const [rejecting, hanging] = checks.map(
      (ready) => new PostgresStatements({ connection, failures, timeout: 20, ready }),
    );
    await expect(rejecting?.run(statement)).rejects.toBe(failed);
    await expect(rejecting?.run(statement)).rejects.toBeInstanceOf(StoreFailedError);
    await expect(hanging?.run(statement)).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(connection.limits).toStrictEqual([]);
  });
});
