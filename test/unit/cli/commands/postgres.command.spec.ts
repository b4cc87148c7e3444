import { describe, expect, it } from '@jest/globals';
import { postgresSql } from '../../../../lib/postgres/schema/postgres-sql.js';
import { runIn } from '../support/run-in-folder.js';

const run = (args: readonly string[]) => runIn('.', ['postgres', 'sql', ...args]);

describe('The command "postgres sql"', () => {
  it('prints the SQL of all versions', async () => {
    await expect(run([])).resolves.toStrictEqual({ exitCode: 0, out: postgresSql(), err: '' });
  });

  it('prints the SQL for a schema, versions and roles', async () => {
    const args = ['--schema', 'shop', '--from', '1', '--to', '1', '--role', 'app', '--retention-role', 'cleaner'];
    const { exitCode, out } = await run(args);
    expect(exitCode).toBe(0);
    expect(out).toBe(postgresSql({ schema: 'shop', from: 1, to: 1, role: 'app', retentionRole: 'cleaner' }));
  });

  it.each([
    ['a version that does not exist', ['--from', '99'], 'It must be a whole number from 1 to'],
    ['a schema that Postgres reserves', ['--schema', 'pg_flags'], 'must be the name of a schema'],
    ['an empty role', ['--role', ''], 'must be the name of a role'],
    ['an unknown option', ['--roles', 'app'], "unknown option '--roles'"],
  ])('ends with code 2 for %s', async (_, args, message) => {
    const { exitCode, out, err } = await run(args);
    expect([exitCode, out]).toStrictEqual([2, '']);
    expect(err).toContain(message);
  });

  it('shows its help', async () => {
    const { exitCode, out } = await run(['--help']);
    expect(exitCode).toBe(0);
    expect(out).toContain('Usage: nestjs-feature-flags postgres sql [options]');
  });

  it('is named by the help of "postgres", which does nothing alone', async () => {
    const { exitCode, out, err } = await runIn('.', ['postgres']);
    expect([exitCode, out]).toStrictEqual([2, '']);
    expect(err).toContain('sql [options]');
  });
});
