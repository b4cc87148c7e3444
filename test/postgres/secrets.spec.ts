import { expect, it } from '@jest/globals';
import { PostgresStore, type PostgresStoreOptions } from '../../lib/postgres/index.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { managers } from '../unit/manager/managers.js';
import { postgresPools } from './support/pools.js';

const SECRET = 'secret-of-the-shop';

describeWithPostgres('A password for Postgres', (running) => {
  const start = managers();
  const connect = postgresPools();

  /** Ways to give a password that the server rejects. */
  async function wrongPasswords(): Promise<readonly PostgresStoreOptions[]> {
    const { user } = await running().createUser();
    const url = running().url({ user, password: SECRET });
    const { hostname: host, port } = new URL(url);
    const pool = connect(url);
    return [
      { url },
      { url: url.replace('postgres:', 'postgresql:') },
      { clientOptions: { host, port: Number(port), user, database: 'postgres', password: SECRET } },
      { clientOptions: { host, port: Number(port), user, database: 'postgres', password: async () => SECRET } },
      { pool },
      { database: pool },
      { url: running().url(), listen: url },
    ];
  }

  it('is in no error, log line or status', async () => {
    for (const options of await wrongPasswords()) {
      const store = new PostgresStore(options);
      const { flags, logger } = await start({ store, onBootFailure: 'defaults', bootTimeout: '200ms' });
      const error: unknown = await flags.disable('checkout', { actor: 'ops' }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      for (let each = error; each instanceof Error; each = each.cause) {
        expect(`${each.stack}${JSON.stringify(each)}`).not.toContain(SECRET);
      }
      expect(logger.lines.join('\n')).toContain('28P01');
      expect(logger.lines.join('\n')).not.toContain(SECRET);
      expect(JSON.stringify(flags.status())).not.toContain(SECRET);
    }
  });
});
